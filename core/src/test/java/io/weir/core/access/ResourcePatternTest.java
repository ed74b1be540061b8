package io.weir.core.access;

import static io.weir.core.access.Callers.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.core.access.Access.Operation;
import io.weir.core.access.Access.Resource;
import io.weir.core.access.Access.Resource.Kind;
import io.weir.core.address.Address;
import io.weir.core.tenant.Caller;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What patterns fit, asked through a single rule that has one. */
class ResourcePatternTest {
  private static final Caller SENSOR = Callers.client("ann", "sensor-7");

  private static Access allowing(Kind kind, String pattern) {
    return single(true, kind, pattern);
  }

  private static Access single(boolean allow, Kind kind, String pattern) {
    AccessRule rule =
        new AccessRule(
            allow,
            Set.of(Operation.PUBLISH),
            new Subject.Everyone(),
            new ResourcePattern(kind, pattern));
    AccessRule all =
        AccessRule.allow(
            Set.of(Operation.PUBLISH), new Subject.Everyone(), new ResourcePattern(kind, "#"));
    List<AccessRule> rules = allow ? List.of(rule) : List.of(rule, all);
    return new RuleAccess(Map.of(ACME, new TenantAccess(true, rules)));
  }

  @ParameterizedTest
  @CsvSource({
    "orders, orders",
    "orders, orders/",
    "orders, orders/eu/1",
    "billing-*, billing-",
    "billing-*, billing-eu/1",
    "*, orders/1",
    "sensors/room1/temp, sensors/room1/temp",
    "sensors/, sensors/",
    "sensors/+/temp, sensors/room1/temp",
    "sensors/+/temp, sensors//temp",
    "sensors/+, sensors/room1",
    "+/status, orders/status",
    "sensors/room1/#, sensors/room1",
    "sensors/room1/#, sensors/room1/a/b",
    "sensors/#, sensors",
    "#, orders",
    "sensors/%c/#, sensors/sensor-7/temp",
    "sensors/%u, sensors/ann",
    "sensors/x-%u-%c, sensors/x-ann-sensor-7",
    "%u-jobs, ann-jobs/1",
    "%u-*, ann-jobs",
    "100%%, 100%",
    "a%+b%#%*, a+b#*/1",
  })
  void aTopicsPatternFits(String pattern, String address) {
    assertThat(
            allowing(Kind.TOPIC, pattern).allows(SENSOR, Operation.PUBLISH, Address.parse(address)))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "orders, orders2",
    "orders, order",
    "billing-*, billing",
    "billing-*, xbilling-",
    "sensors/room1/temp, sensors/room1",
    "sensors/room1/temp, sensors/room1/temp/",
    "sensors/room1/temp, sensors",
    "sensors/, sensors",
    "sensors/+/temp, sensors/temp",
    "sensors/+/temp, sensors/a/b/temp",
    "sensors/+, sensors",
    "+/status, status",
    "sensors/room1/#, sensors/room10",
    "sensors/%c/#, sensors/sensor-70/temp",
    "sensors/%c/#, sensors/+/temp",
    "%u-*, annjobs",
    "a%+b, a+c",
  })
  void aTopicsPatternDoesNotFit(String pattern, String address) {
    assertThat(
            allowing(Kind.TOPIC, pattern).allows(SENSOR, Operation.PUBLISH, Address.parse(address)))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "GROUP, billing, billing, true",
    "GROUP, billing, billing/eu, false",
    "GROUP, billing-*, billing-eu/1, true",
    "GROUP, a/+/b, a/+/b, true",
    "GROUP, a/+/b, a/c/b, false",
    "GROUP, #, other, false",
    "QUEUE, %u.*, ann.jobs, true",
    "QUEUE, %u.*, bob.jobs, false",
    "EXCHANGE, *, anything, true",
    "TRANSACTIONAL_ID, tx-%c, tx-sensor-7, true",
    "TRANSACTIONAL_ID, tx-%c, tx-sensor-70, false"
  })
  void elsewhereThereAreNoLevels(Kind kind, String pattern, String name, boolean fits) {
    assertThat(allowing(kind, pattern).allows(SENSOR, Operation.PUBLISH, new Resource(kind, name)))
        .isEqualTo(fits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "a*b", "a/b*", "*/a", "a/#/b", "a#", "a+/b", "/a", "%u%c", "%u*", "50%", "%x", "$SYS/#"
      })
  void whatIsNoPatternIsRefusedInWords(String pattern) {
    assertThatThrownBy(() -> new ResourcePattern(Kind.TOPIC, pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + pattern + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "sensors/%c/#, +, sensors/room1/temp",
    "sensors/%c/#, #, sensors/room1/temp",
    "sensors/%c/#, room1/temp, sensors/room1/temp",
    "sensors/%c/#, '', sensors//temp",
    "sensors/%c, *, sensors/room1",
    "%c-*, room-1, room-1-x",
    "%c, orders/eu, orders/eu",
    "%c, %u, ann",
  })
  void aNameWidensNothing(String pattern, String client, String address) {
    assertThat(
            allowing(Kind.TOPIC, pattern)
                .allows(Callers.client("ann", client), Operation.PUBLISH, Address.parse(address)))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "sensors/%c/#, a/b, sensors/a/b",
    "sensors/%c/#, '', sensors//temp",
    "sensors/%c/#, '', sensors/room1",
    "%c-*, a-b, a-b-c",
  })
  void noNameEscapesWhatIsDenied(String pattern, String client, String address) {
    assertThat(
            single(false, Kind.TOPIC, pattern)
                .allows(Callers.client("ann", client), Operation.PUBLISH, Address.parse(address)))
        .isFalse();
  }
}
