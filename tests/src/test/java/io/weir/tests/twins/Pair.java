package io.weir.tests.twins;

import io.weir.tests.servers.User;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two tenants with equal names for everything, through which a suite runs side by side. There are
 * several pairs, which share out the suites among them, so that one runs while another waits.
 */
record Pair(String left, String right) {
  static final List<Pair> ALL =
      List.of(new Pair("left-1", "right-1"), new Pair("left-2", "right-2"));

  List<String> tenants() {
    return List.of(left, right);
  }

  /** Of all pairs. */
  static List<String> allTenants() {
    return ALL.stream().flatMap(pair -> Stream.of(pair.left, pair.right)).toList();
  }

  /** The only user of a tenant, whose name is the same in each. */
  static User user(String tenant) {
    return new User("alice", "only alice of " + tenant + " knows");
  }
}
