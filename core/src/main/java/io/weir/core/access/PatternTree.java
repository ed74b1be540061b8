package io.weir.core.access;

import io.weir.core.access.Level.Names;
import io.weir.core.access.ResourcePattern.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Patterns by their levels, so that looking something up walks its levels and not the patterns.
 * Filled on one thread, then read on any.
 */
final class PatternTree {
  private final Node root = new Node();

  /** Whether a level fits where a name in the pattern cannot stand in its place. */
  private final boolean unfit;

  /**
   * @param denying whether the rules deny, which they do in doubt
   */
  PatternTree(boolean denying) {
    this.unfit = denying;
  }

  void add(Path path) {
    Node node = root;
    for (Level level : path.levels()) {
      node = node.child(level);
    }
    if (path.below()) {
      node.below = true;
    } else {
      node.end = true;
    }
  }

  /** Whether a pattern fits a name that has no levels. */
  boolean fitsName(String name, Names names) {
    return root.below || root.anyChild(name, names, unfit, child -> child.end || child.below);
  }

  /** Whether a pattern fits an address. */
  boolean fits(String address, Names names) {
    return fits(root, address, 0, names);
  }

  private boolean fits(Node node, String address, int from, Names names) {
    if (node.below) {
      return true;
    }
    if (from > address.length()) {
      return node.end;
    }
    if (node.isLeaf()) {
      return false;
    }
    int slash = address.indexOf('/', from);
    int end = slash < 0 ? address.length() : slash;
    return node.anyChild(
        address.substring(from, end), names, unfit, child -> fits(child, address, end + 1, names));
  }

  /** Whether a pattern fits a topic with every key and without one. */
  boolean fitsWhole(String topic, Names names) {
    return root.below || root.anyChild(topic, names, unfit, child -> child.below);
  }

  /** Whether a pattern fits a topic with any key or without one. */
  boolean touches(String topic, Names names) {
    return root.below || root.anyChild(topic, names, unfit, child -> true);
  }

  /** Where patterns that begin alike part. */
  private static final class Node {
    private final Map<String, Node> literals = new HashMap<>();

    /** By what their matches begin with. */
    private final Map<String, List<Branch>> templates = new HashMap<>();

    /** The lengths of those beginnings, each once. */
    private int[] heads = {};

    /** Looked at one after the other; only those of queues and exchanges have any. */
    private final List<Expression> expressions = new ArrayList<>();

    private @Nullable Node any;
    private boolean end;
    private boolean below;

    private record Branch(Level.Template template, Node node) {}

    private record Expression(Level.Found found, Node node) {}

    @FunctionalInterface
    private interface Test {
      boolean passes(Node node);
    }

    boolean isLeaf() {
      return literals.isEmpty() && heads.length == 0 && any == null && expressions.isEmpty();
    }

    Node child(Level level) {
      return switch (level) {
        case Level.Literal(String text) -> literals.computeIfAbsent(text, made -> new Node());
        case Level.Any all -> any == null ? any = new Node() : any;
        case Level.Found found -> found(found);
        case Level.Template template -> branch(template);
      };
    }

    private Node found(Level.Found expression) {
      for (Expression known : expressions) {
        if (known.found.equals(expression)) {
          return known.node;
        }
      }
      Expression made = new Expression(expression, new Node());
      expressions.add(made);
      return made.node;
    }

    private Node branch(Level.Template template) {
      List<Branch> alike =
          templates.computeIfAbsent(
              template.head(),
              head -> {
                heads = withLength(head.length());
                return new ArrayList<>();
              });
      for (Branch branch : alike) {
        if (branch.template.equals(template)) {
          return branch.node;
        }
      }
      Node made = new Node();
      alike.add(new Branch(template, made));
      return made;
    }

    private int[] withLength(int length) {
      if (Arrays.binarySearch(heads, length) >= 0) {
        return heads;
      }
      int[] more = Arrays.copyOf(heads, heads.length + 1);
      more[heads.length] = length;
      Arrays.sort(more);
      return more;
    }

    boolean anyChild(String level, Names names, boolean unfit, Test test) {
      Node literal = literals.get(level);
      if (literal != null && test.passes(literal) || any != null && test.passes(any)) {
        return true;
      }
      for (Expression expression : expressions) {
        if (expression.found.in(level) && test.passes(expression.node)) {
          return true;
        }
      }
      for (int length : heads) {
        if (length > level.length()) {
          return false;
        }
        List<Branch> alike = templates.get(level.substring(0, length));
        if (alike != null && anyOf(alike, level, names, unfit, test)) {
          return true;
        }
      }
      return false;
    }

    private static boolean anyOf(
        List<Branch> branches, String level, Names names, boolean unfit, Test test) {
      for (Branch branch : branches) {
        if (branch.template.matches(level, names, unfit) && test.passes(branch.node)) {
          return true;
        }
      }
      return false;
    }
  }
}
