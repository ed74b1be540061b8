package io.weir.core.access;

import io.weir.core.access.Access.Extent;
import io.weir.core.access.Access.Operation;
import io.weir.core.access.Access.Resource;
import io.weir.core.access.Access.Resource.Kind;
import io.weir.core.access.Level.Names;
import io.weir.core.tenant.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tenant's rules, by whom they are about, then by operation and kind, then by pattern. */
final class RuleIndex {
  private final Rules everyone = new Rules();
  private final Map<String, Rules> users = new HashMap<>();
  private final Map<String, Rules> roles = new HashMap<>();

  RuleIndex(List<AccessRule> rules) {
    rules.forEach(rule -> of(rule.who()).add(rule));
  }

  private Rules of(Subject who) {
    return switch (who) {
      case Subject.Everyone all -> everyone;
      case Subject.User(String name) -> users.computeIfAbsent(name, made -> new Rules());
      case Subject.Role(String name) -> roles.computeIfAbsent(name, made -> new Rules());
    };
  }

  /** Whether messages of an address, {@code topic} or {@code topic/key}, are allowed. */
  boolean allowsAddress(Principal principal, Names names, Operation operation, String address) {
    return any(principal, true, Kind.TOPIC, "", operation, tree -> tree.fits(address, names))
        && !any(principal, false, Kind.TOPIC, "", operation, tree -> tree.fits(address, names));
  }

  /** Whether anything of a kind is allowed: by some rule, and no other denies everything. */
  boolean allowsAny(
      Principal principal, Names names, Operation operation, Kind kind, String space) {
    // Nothing has an empty name, so what fits that fits every name.
    Question everything =
        tree -> kind == Kind.TOPIC ? tree.fitsWhole("", names) : tree.fitsName("", names);
    return any(principal, true, kind, space, operation, tree -> true)
        && !any(principal, false, kind, space, operation, everything);
  }

  Extent extent(Principal principal, Names names, Operation operation, Resource on) {
    return on.kind() == Kind.TOPIC
        ? extentOfTopic(principal, names, operation, on.name())
        : extentOfName(principal, names, operation, on);
  }

  private Extent extentOfName(Principal principal, Names names, Operation operation, Resource on) {
    Question fits = tree -> tree.fitsName(on.name(), names);
    return any(principal, true, on.kind(), on.space(), operation, fits)
            && !any(principal, false, on.kind(), on.space(), operation, fits)
        ? Extent.ALL
        : Extent.NONE;
  }

  private Extent extentOfTopic(
      Principal principal, Names names, Operation operation, String topic) {
    Question whole = tree -> tree.fitsWhole(topic, names);
    Question some = tree -> tree.touches(topic, names);
    if (!any(principal, true, Kind.TOPIC, "", operation, some)
        || any(principal, false, Kind.TOPIC, "", operation, whole)) {
      return Extent.NONE;
    }
    return any(principal, true, Kind.TOPIC, "", operation, whole)
            && !any(principal, false, Kind.TOPIC, "", operation, some)
        ? Extent.ALL
        : Extent.SOME;
  }

  private boolean any(
      Principal principal,
      boolean allowing,
      Kind kind,
      String space,
      Operation operation,
      Question question) {
    if (everyone.answers(allowing, kind, space, operation, question)) {
      return true;
    }
    Rules user = users.get(principal.name());
    if (user != null && user.answers(allowing, kind, space, operation, question)) {
      return true;
    }
    if (roles.isEmpty()) {
      return false;
    }
    for (String role : principal.roles()) {
      Rules ofRole = roles.get(role);
      if (ofRole != null && ofRole.answers(allowing, kind, space, operation, question)) {
        return true;
      }
    }
    return false;
  }

  @FunctionalInterface
  private interface Question {
    boolean of(PatternTree tree);
  }

  /** The rules about somebody, by the space that they are about. */
  private static final class Rules {
    private final Map<String, Trees> spaces = new HashMap<>();

    void add(AccessRule rule) {
      spaces.computeIfAbsent(rule.on().space(), made -> new Trees()).add(rule);
    }

    boolean answers(
        boolean allowing, Kind kind, String space, Operation operation, Question question) {
      return answers(spaces.get(space), allowing, kind, operation, question)
          || answers(spaces.get(ResourcePattern.ANY_SPACE), allowing, kind, operation, question);
    }

    private static boolean answers(
        @Nullable Trees trees,
        boolean allowing,
        Kind kind,
        Operation operation,
        Question question) {
      return trees != null && trees.answers(allowing, kind, operation, question);
    }
  }

  /** The rules about somebody in a space. */
  private static final class Trees {
    private static final int OPERATIONS = Operation.values().length;

    private final @Nullable PatternTree[] trees =
        new @Nullable PatternTree[2 * OPERATIONS * Kind.values().length];

    void add(AccessRule rule) {
      for (Operation operation : rule.operations()) {
        int place = place(rule.allow(), rule.on().kind(), operation);
        PatternTree tree = trees[place];
        if (tree == null) {
          tree = new PatternTree(!rule.allow());
          trees[place] = tree;
        }
        tree.add(rule.on().path());
      }
    }

    boolean answers(boolean allowing, Kind kind, Operation operation, Question question) {
      PatternTree tree = trees[place(allowing, kind, operation)];
      return tree != null && question.of(tree);
    }

    private static int place(boolean allowing, Kind kind, Operation operation) {
      return (kind.ordinal() * OPERATIONS + operation.ordinal()) * 2 + (allowing ? 0 : 1);
    }
  }
}
