package io.weir.core.access;

import static io.weir.core.access.Access.Operation.PUBLISH;
import static io.weir.core.access.Callers.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.access.Access.Extent;
import io.weir.core.access.Access.Resource;
import io.weir.core.access.Access.Resource.Kind;
import io.weir.core.address.Address;
import io.weir.core.address.TopicName;
import io.weir.core.tenant.Caller;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of rules whatever they are, checked against regular expressions, one by one. */
class RuleAccessPropertiesTest {
  private static final Set<Access.Operation> PUBLISHING = Set.of(PUBLISH);

  @Provide
  Arbitrary<List<AccessRule>> rules() {
    return Combinators.combine(
            Arbitraries.of(true, true, false),
            Arbitraries.of(new Subject.Everyone(), new Subject.User("ann"), new Subject.Role("r")),
            patterns())
        .as(
            (allow, who, pattern) ->
                new AccessRule(allow, PUBLISHING, who, new ResourcePattern(Kind.TOPIC, pattern)))
        .list()
        .ofMaxSize(8);
  }

  private static Arbitrary<String> patterns() {
    Arbitrary<String> level =
        Arbitraries.of("a", "b", "ab", "%u", "%c", "+", "a-%u", "%u-%c", "%c-b");
    Arbitrary<String> levels =
        Combinators.combine(level.list().ofMinSize(1).ofMaxSize(3), Arbitraries.of("", "/#"))
            .as((texts, tail) -> String.join("/", texts) + tail);
    return Arbitraries.oneOf(levels, Arbitraries.of("*", "#", "a*", "a-%u-*", "%c-*"));
  }

  @Provide
  Arbitrary<Address> addresses() {
    return Arbitraries.of("a", "b", "ab", "ann", "a-ann", "ann-b", "b-b", "a-ann-b")
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(levels -> Address.parse(String.join("/", levels)));
  }

  @Provide
  Arbitrary<Caller> callers() {
    return Combinators.combine(
            Arbitraries.of("ann", "b"), Arbitraries.of("a", "b"), Arbitraries.of("r", "other"))
        .as((user, client, role) -> Callers.user(user, role).withClient(client));
  }

  private static RuleAccess access(List<AccessRule> rules) {
    return new RuleAccess(Map.of(ACME, new TenantAccess(true, rules)));
  }

  @Property
  void anAddressIsAllowedIfARuleAllowsItAndNoneDenies(
      @ForAll("rules") List<AccessRule> rules,
      @ForAll("addresses") Address address,
      @ForAll("callers") Caller caller,
      @ForAll Random random) {
    List<AccessRule> shuffled = new ArrayList<>(rules);
    Collections.shuffle(shuffled, random);
    boolean allowed = rules.stream().anyMatch(rule -> rule.allow() && fits(rule, caller, address));
    boolean denied = rules.stream().anyMatch(rule -> !rule.allow() && fits(rule, caller, address));
    assertThat(access(rules).allows(caller, PUBLISH, address)).isEqualTo(allowed && !denied);
    assertThat(access(shuffled).allows(caller, PUBLISH, address)).isEqualTo(allowed && !denied);
  }

  @Property
  void whatIsAllowedOfATopicHoldsForItsKeys(
      @ForAll("rules") List<AccessRule> rules,
      @ForAll("addresses") Address address,
      @ForAll("callers") Caller caller) {
    RuleAccess access = access(rules);
    switch (access.extent(caller, PUBLISH, Resource.topic(address.topic().text()))) {
      case ALL -> assertThat(access.allows(caller, PUBLISH, address)).isTrue();
      case NONE -> assertThat(access.allows(caller, PUBLISH, address)).isFalse();
      case SOME -> {}
    }
  }

  @Property
  void anAnswerGivenAgainIsTheSame(
      @ForAll("rules") List<AccessRule> rules,
      @ForAll List<@From("addresses") Address> addresses,
      @ForAll List<@From("callers") Caller> callers) {
    RuleAccess remembering = access(rules);
    for (int round = 0; round < 2; round++) {
      for (Address address : addresses) {
        for (Caller caller : callers) {
          Resource topic = Resource.topic(address.topic().text());
          assertThat(remembering.allows(caller, PUBLISH, address))
              .isEqualTo(access(rules).allows(caller, PUBLISH, address));
          assertThat(remembering.extent(caller, PUBLISH, topic))
              .isEqualTo(access(rules).extent(caller, PUBLISH, topic));
        }
      }
    }
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of("a", "b", "-", "/", "+", "#", "*", "%", "u", "%u", "%c", "")
        .list()
        .ofMaxSize(4)
        .map(pieces -> String.join("", pieces));
  }

  @Property
  void noTwoNamesEverFitTheSame(
      @ForAll("names") String one,
      @ForAll("names") String more,
      @ForAll boolean longer,
      @ForAll("names") String inAddress,
      @ForAll boolean client) {
    String other = longer ? one + more : more;
    if (one.equals(other)) {
      return;
    }
    for (String shape : List.of("t/@/#", "t/@-b", "t/+/@", "t/a-@/b", "@-*", "b-@", "@/+")) {
      String pattern = shape.replace("@", client ? "%c" : "%u");
      RuleAccess access =
          access(
              List.of(
                  AccessRule.allow(
                      PUBLISHING,
                      new Subject.Everyone(),
                      new ResourcePattern(Kind.TOPIC, pattern))));
      for (String name : List.of(one, other, inAddress)) {
        for (String filled : List.of(shape, shape + "b", shape + "/b")) {
          address(filled.replace("@", name).replace("#", "x").replace("*", "b"))
              .forEach(
                  address ->
                      assertThat(
                              fits(access, one, client, address)
                                  && fits(access, other, client, address))
                          .as("%s of %s and of %s fits %s", pattern, one, other, address)
                          .isFalse());
        }
      }
    }
  }

  private static List<Address> address(String text) {
    return TopicName.isName(text.split("/", 2)[0]) ? List.of(Address.parse(text)) : List.of();
  }

  private static boolean fits(Access access, String name, boolean client, Address address) {
    Caller caller = client ? Callers.client("x", name) : Callers.user(name);
    return access.extent(caller, PUBLISH, Resource.topic(address.topic().text())) != Extent.NONE
        && access.allows(caller, PUBLISH, address);
  }

  private static boolean fits(AccessRule rule, Caller caller, Address address) {
    boolean meant =
        switch (rule.who()) {
          case Subject.Everyone all -> true;
          case Subject.User(String name) -> name.equals(caller.principal().name());
          case Subject.Role(String name) -> caller.principal().roles().contains(name);
        };
    return meant && Pattern.matches(regex(rule.on().pattern(), caller), address.toString());
  }

  private static String regex(String pattern, Caller caller) {
    if (pattern.equals("*") || pattern.equals("#")) {
      return ".*";
    }
    boolean below = !pattern.contains("/") || pattern.endsWith("/#");
    String levels =
        List.of(pattern.replaceAll("/#$", "").split("/")).stream()
            .map(level -> level(level, caller))
            .collect(Collectors.joining("/"));
    return levels + (below ? "(/.*)?" : "");
  }

  private static String level(String level, Caller caller) {
    return level
        .replace("*", "[^/]*")
        .replace("+", "[^/]*")
        .replace("%u", Pattern.quote(caller.principal().name()))
        .replace("%c", Pattern.quote(caller.client()));
  }
}
