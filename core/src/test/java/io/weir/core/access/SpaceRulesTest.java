package io.weir.core.access;

import static io.weir.core.access.Callers.ACME;
import static io.weir.core.access.Callers.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.core.access.Access.Operation;
import io.weir.core.access.Access.Resource;
import io.weir.core.access.Access.Resource.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rules on exchanges and queues: in which space they are, and expressions that find their names.
 */
class SpaceRulesTest {
  private static Access rules(AccessRule... rules) {
    return new RuleAccess(Map.of(ACME, new TenantAccess(true, List.of(rules))));
  }

  private static AccessRule allow(String space, String pattern) {
    return AccessRule.allow(
        Set.of(Operation.CONSUME),
        new Subject.Everyone(),
        new ResourcePattern(Kind.QUEUE, space, pattern));
  }

  private static boolean allows(Access access, String space, String queue) {
    return access.allows(user("ann"), Operation.CONSUME, new Resource(Kind.QUEUE, space, queue));
  }

  @Test
  void aRuleIsOfOneSpaceAndWithoutOneOfTheFirst() {
    Access first = rules(allow("", "*"));
    assertThat(allows(first, "", "dev/orders")).isTrue();
    assertThat(allows(first, "dev", "orders")).isFalse();
    Access dev = rules(allow("dev", "*"));
    assertThat(allows(dev, "dev", "orders")).isTrue();
    assertThat(allows(dev, "", "dev/orders")).isFalse();
    assertThat(allows(dev, "dev/eu", "orders")).isFalse();
  }

  @Test
  void aRuleOfAllSpacesIsOfEach() {
    Access all = rules(allow(ResourcePattern.ANY_SPACE, "orders"));
    assertThat(allows(all, "", "orders")).isTrue();
    assertThat(allows(all, "dev", "orders")).isTrue();
    assertThat(allows(all, "dev", "others")).isFalse();
  }

  @Test
  void whatDeniesDeniesInItsSpaceAlone() {
    Access access =
        rules(
            allow("*", "*"),
            AccessRule.deny(
                Set.of(Operation.CONSUME),
                new Subject.Everyone(),
                new ResourcePattern(Kind.QUEUE, "dev", "secrets")));
    assertThat(allows(access, "dev", "secrets")).isFalse();
    assertThat(allows(access, "", "secrets")).isTrue();
  }

  @Test
  void whetherAnythingIsAllowedIsSaidForEachSpace() {
    Access access = rules(allow("dev", "orders"));
    assertThat(access.allowsAny(user("ann"), Operation.CONSUME, Kind.QUEUE, "dev")).isTrue();
    assertThat(access.allowsAny(user("ann"), Operation.CONSUME, Kind.QUEUE, "")).isFalse();
    assertThat(access.allowsAny(user("ann"), Operation.PUBLISH, Kind.QUEUE, "dev")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "~^(orders|letters)-.*, letters-1, true",
    "~^(orders|letters)-.*, my-letters-1, false",
    "~ders, orders, true",
    "~^a\\.b$, a.b, true",
    "~^a\\.b$, axb, false",
    "~%u, %u, true",
    "~%u, ann, false",
    "%~x, ~x, true",
    "%~x, x, false"
  })
  void anExpressionIsFoundInAName(String pattern, String name, boolean fits) {
    assertThat(allows(rules(allow("", pattern)), "", name)).isEqualTo(fits);
  }

  @ParameterizedTest
  @ValueSource(strings = {"~(", "~a(?=b)", "~(a)\\1"})
  void whatCannotBeLookedForQuicklyIsRefused(String pattern) {
    assertThatThrownBy(() -> allow("", pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("regular expression");
  }

  @Test
  void onlyQueuesAndExchangesAreInASpace() {
    assertThatThrownBy(() -> new ResourcePattern(Kind.TOPIC, "dev", "orders"))
        .isInstanceOf(IllegalArgumentException.class);
    // A topic's name is no expression, whatever it begins with.
    assertThat(new ResourcePattern(Kind.TOPIC, "~x").path().levels())
        .containsExactly(new Level.Literal("~x"));
  }
}
