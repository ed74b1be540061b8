package io.weir.core.access;

import static io.weir.core.access.Access.Operation.CONSUME;
import static io.weir.core.access.Access.Operation.MANAGE;
import static io.weir.core.access.Access.Operation.PUBLISH;
import static io.weir.core.access.Callers.ACME;
import static io.weir.core.access.Callers.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.core.access.Access.Extent;
import io.weir.core.access.Access.Operation;
import io.weir.core.access.Access.Resource;
import io.weir.core.access.Access.Resource.Kind;
import io.weir.core.address.Address;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Principal;
import io.weir.core.tenant.Tenant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RuleAccessTest {
  private static final Resource ORDERS = Resource.topic("orders");
  private static final Subject EVERYONE = new Subject.Everyone();
  private static final Subject ANN = new Subject.User("ann");

  private static RuleAccess rules(AccessRule... rules) {
    return new RuleAccess(Map.of(ACME, new TenantAccess(true, List.of(rules))));
  }

  private static AccessRule allow(Operation operation, Subject who, String topic) {
    return AccessRule.allow(Set.of(operation), who, new ResourcePattern(Kind.TOPIC, topic));
  }

  private static AccessRule deny(Operation operation, Subject who, String topic) {
    return AccessRule.deny(Set.of(operation), who, new ResourcePattern(Kind.TOPIC, topic));
  }

  @Test
  void aTenantWithoutUsersAndRulesIsOpen() {
    RuleAccess access = new RuleAccess(Map.of(ACME, TenantAccess.OPEN));
    assertThat(access.allows(user("anyone"), MANAGE, ORDERS)).isTrue();
    assertThat(access.allows(user("anyone"), PUBLISH, Address.parse("orders/1"))).isTrue();
  }

  @Test
  void withUsersNothingIsAllowedThatNoRuleAllows() {
    assertThat(rules().allows(user("ann"), PUBLISH, ORDERS)).isFalse();
    assertThat(rules().allows(user("ann"), PUBLISH, Address.parse("orders/1"))).isFalse();
    assertThat(rules().sees(user("ann"), ORDERS)).isFalse();
  }

  @Test
  void withRulesNothingElseIsAllowed() {
    var access =
        new RuleAccess(
            Map.of(ACME, new TenantAccess(false, List.of(allow(PUBLISH, EVERYONE, "orders")))));
    assertThat(access.allows(user("ann"), PUBLISH, ORDERS)).isTrue();
    assertThat(access.allows(user("ann"), CONSUME, ORDERS)).isFalse();
    assertThat(access.allows(user("ann"), PUBLISH, Resource.topic("other"))).isFalse();
  }

  @Test
  void whetherAnythingIsAllowedIsSaidForAWholeKind() {
    assertThat(rules().allowsAny(user("ann"), PUBLISH, Kind.TOPIC)).isFalse();
    RuleAccess some =
        rules(allow(PUBLISH, ANN, "orders/vip"), deny(PUBLISH, EVERYONE, "letters-*"));
    assertThat(some.allowsAny(user("ann"), PUBLISH, Kind.TOPIC)).isTrue();
    assertThat(some.allowsAny(user("ann"), CONSUME, Kind.TOPIC)).isFalse();
    assertThat(some.allowsAny(user("ann"), PUBLISH, Kind.GROUP)).isFalse();
    assertThat(some.allowsAny(user("bob"), PUBLISH, Kind.TOPIC)).isFalse();
    for (String everything : List.of("*", "#", "+")) {
      assertThat(
              rules(allow(PUBLISH, ANN, "orders"), deny(PUBLISH, EVERYONE, everything))
                  .allowsAny(user("ann"), PUBLISH, Kind.TOPIC))
          .as(everything)
          .isFalse();
    }
    Caller elsewhere = new Caller(new Tenant("other"), Principal.named("ann"), "test", "c");
    assertThat(some.allowsAny(elsewhere, PUBLISH, Kind.TOPIC)).isFalse();
    assertThat(
            new RuleAccess(Map.of(ACME, TenantAccess.OPEN))
                .allowsAny(user("ann"), PUBLISH, Kind.TOPIC))
        .isTrue();
  }

  @Test
  void inATenantNobodyToldOfNothingIsAllowed() {
    Caller elsewhere = new Caller(new Tenant("other"), Principal.named("ann"), "test", "c");
    RuleAccess access = rules(allow(PUBLISH, EVERYONE, "#"));
    assertThat(access.allows(elsewhere, PUBLISH, ORDERS)).isFalse();
    assertThat(access.allows(elsewhere, PUBLISH, Address.parse("orders/1"))).isFalse();
  }

  @Test
  void aRuleIsAboutAUserARoleOrEveryone() {
    RuleAccess access =
        rules(
            allow(PUBLISH, ANN, "orders"),
            allow(CONSUME, new Subject.Role("reader"), "orders"),
            allow(MANAGE, EVERYONE, "orders"));
    assertThat(access.allows(user("ann"), PUBLISH, ORDERS)).isTrue();
    assertThat(access.allows(user("bob"), PUBLISH, ORDERS)).isFalse();
    assertThat(access.allows(user("bob", "reader"), CONSUME, ORDERS)).isTrue();
    assertThat(access.allows(user("reader"), CONSUME, ORDERS)).isFalse();
    assertThat(access.allows(user("bob", "ann"), PUBLISH, ORDERS)).isFalse();
    assertThat(access.allows(user("bob"), MANAGE, ORDERS)).isTrue();
  }

  @Test
  void aRuleThatDeniesWinsWhereverItStands() {
    AccessRule all = allow(PUBLISH, EVERYONE, "#");
    AccessRule butOrders = deny(PUBLISH, ANN, "orders");
    for (RuleAccess access : List.of(rules(all, butOrders), rules(butOrders, all))) {
      assertThat(access.allows(user("ann"), PUBLISH, ORDERS)).isFalse();
      assertThat(access.allows(user("ann"), PUBLISH, Address.parse("orders/1"))).isFalse();
      assertThat(access.allows(user("ann"), PUBLISH, Resource.topic("other"))).isTrue();
      assertThat(access.allows(user("bob"), PUBLISH, ORDERS)).isTrue();
    }
  }

  @Test
  void aRightToSomeKeysIsNoneToTheTopic() {
    RuleAccess access = rules(allow(CONSUME, ANN, "orders/eu/#"));
    assertThat(access.allows(user("ann"), CONSUME, Address.parse("orders/eu/1"))).isTrue();
    assertThat(access.allows(user("ann"), CONSUME, ORDERS)).isFalse();
    assertThat(access.extent(user("ann"), CONSUME, ORDERS)).isEqualTo(Extent.SOME);
    assertThat(access.sees(user("ann"), ORDERS)).isTrue();
  }

  @Test
  void keysMatterWhereARuleTellsThemApart() {
    RuleAccess access =
        rules(
            allow(PUBLISH, EVERYONE, "orders"),
            allow(PUBLISH, EVERYONE, "mixed"),
            deny(PUBLISH, EVERYONE, "mixed/secret"),
            allow(PUBLISH, EVERYONE, "closed/open"),
            deny(PUBLISH, EVERYONE, "closed"));
    assertThat(access.extent(user("ann"), PUBLISH, ORDERS)).isEqualTo(Extent.ALL);
    assertThat(access.extent(user("ann"), PUBLISH, Resource.topic("mixed"))).isEqualTo(Extent.SOME);
    assertThat(access.extent(user("ann"), PUBLISH, Resource.topic("closed")))
        .isEqualTo(Extent.NONE);
    assertThat(access.extent(user("ann"), PUBLISH, Resource.topic("else"))).isEqualTo(Extent.NONE);
  }

  @Test
  void administratorsAndWeirItselfAreAboveRules() {
    RuleAccess access = rules(deny(PUBLISH, EVERYONE, "#"));
    Principal administrator = new Principal("root", Set.of(), true);
    assertThat(access.allows(new Caller(ACME, administrator, "test", "c"), PUBLISH, ORDERS))
        .isTrue();
    assertThat(access.allows(Caller.internal(ACME), PUBLISH, ORDERS)).isTrue();
    assertThat(access.allows(Caller.internal(ACME), PUBLISH, Address.parse("orders/1"))).isTrue();
    Caller namesake = new Caller(ACME, Principal.INTERNAL, "test", "c");
    assertThat(access.allows(namesake, PUBLISH, ORDERS)).isFalse();
  }

  @Test
  void whatWasDecidedIsForgottenWithTheRules() {
    RuleAccess access = rules(allow(PUBLISH, ANN, "orders"));
    assertThat(access.allows(user("ann"), PUBLISH, ORDERS)).isTrue();
    access.replace(Map.of(ACME, new TenantAccess(true, List.of(allow(CONSUME, ANN, "orders")))));
    assertThat(access.allows(user("ann"), PUBLISH, ORDERS)).isFalse();
    assertThat(access.allows(user("ann"), CONSUME, ORDERS)).isTrue();
    access.replace(Map.of());
    assertThat(access.allows(user("ann"), CONSUME, ORDERS)).isFalse();
  }

  @Test
  void clientsAreToldApartOnceARuleNamesThem() {
    RuleAccess access = rules(allow(PUBLISH, EVERYONE, "%c"));
    assertThat(access.allows(Callers.client("ann", "orders"), PUBLISH, ORDERS)).isTrue();
    assertThat(access.allows(Callers.client("ann", "other"), PUBLISH, ORDERS)).isFalse();
  }

  @Test
  void aRuleHasAnOperation() {
    assertThatThrownBy(
            () ->
                AccessRule.allow(
                    EnumSet.noneOf(Operation.class),
                    EVERYONE,
                    new ResourcePattern(Kind.TOPIC, "orders")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
