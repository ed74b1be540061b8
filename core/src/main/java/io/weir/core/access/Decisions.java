package io.weir.core.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.weir.core.access.Access.Extent;
import io.weir.core.access.Access.Operation;
import io.weir.core.access.Access.Resource;
import io.weir.core.access.Access.Resource.Kind;
import io.weir.core.access.Level.Names;
import io.weir.core.address.Address;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Principal;

/**
 * What a tenant's rules say, and what they said lately. The memory goes with the rules: what was
 * decided by former ones, however late, is kept among the former ones and never seen again. And it
 * is the tenant's own: what one tenant asks displaces nothing of another's.
 *
 * <p>Addresses are looked up each time. They are many, and walking the levels of one takes no
 * longer than finding it among those known.
 */
final class Decisions {
  /** Longer texts are decided each time: they come once, if at all. */
  private static final int LONGEST_KEPT = 1_024;

  /** What an entry takes besides its texts, roughly. */
  private static final int ENTRY_BYTES = 200;

  private final TenantAccess access;
  private final RuleIndex index;
  private final Cache<Question, Extent> known;

  /** Whether the client's name matters at all; where not, all clients of a user share answers. */
  private final boolean clientMatters;

  /**
   * @param maxBytes of what is kept, roughly
   */
  Decisions(TenantAccess access, long maxBytes) {
    this.access = access;
    this.index = new RuleIndex(access.rules());
    this.clientMatters = access.rules().stream().anyMatch(Decisions::namesClient);
    this.known =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((Question question, Extent extent) -> question.bytes())
            .executor(Runnable::run)
            .build();
  }

  private static boolean namesClient(AccessRule rule) {
    return rule.on().path().levels().stream()
        .anyMatch(
            level ->
                level instanceof Level.Template template
                    && template.parts().contains(Level.Part.Name.CLIENT));
  }

  TenantAccess access() {
    return access;
  }

  /** Keeps so much from now on. */
  void keep(long maxBytes) {
    known.policy().eviction().ifPresent(eviction -> eviction.setMaximum(maxBytes));
  }

  Extent extent(Caller caller, Operation operation, Resource resource) {
    return access.isOpen() || isAboveRules(caller)
        ? Extent.ALL
        : answer(new Question(caller.principal(), client(caller), operation, resource));
  }

  boolean allows(Caller caller, Operation operation, Address address) {
    return access.isOpen()
        || isAboveRules(caller)
        || index.allowsAddress(caller.principal(), names(caller), operation, address.toString());
  }

  boolean allowsAny(Caller caller, Operation operation, Kind kind, String space) {
    return access.isOpen()
        || isAboveRules(caller)
        || index.allowsAny(caller.principal(), names(caller), operation, kind, space);
  }

  private static Names names(Caller caller) {
    return new Names(caller.principal().name(), caller.client());
  }

  private static boolean isAboveRules(Caller caller) {
    return caller.principal().administrator() || caller.isInternal();
  }

  private String client(Caller caller) {
    return clientMatters ? caller.client() : "";
  }

  private Extent answer(Question question) {
    if (question.resource.name().length() + question.client.length() > LONGEST_KEPT) {
      return decide(question);
    }
    Extent before = known.getIfPresent(question);
    if (before != null) {
      return before;
    }
    Extent decided = decide(question);
    known.put(question, decided);
    return decided;
  }

  private Extent decide(Question question) {
    Names names = new Names(question.principal.name(), question.client);
    return index.extent(question.principal, names, question.operation, question.resource);
  }

  private record Question(
      Principal principal, String client, Operation operation, Resource resource) {
    int bytes() {
      return ENTRY_BYTES
          + 2 * (client.length() + resource.space().length() + resource.name().length());
    }
  }
}
