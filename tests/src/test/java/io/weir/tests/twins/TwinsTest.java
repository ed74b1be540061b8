package io.weir.tests.twins;

import static io.weir.tests.twins.SharedByTwo.LEFT;
import static io.weir.tests.twins.SharedByTwo.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.kafka.Clients;
import io.weir.tests.servers.SharedWeir;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.GroupListing;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two tenants with equal names for everything, through every suite of clients side by side: each
 * finds what it finds alone. The names are equal because they are counted, in each JVM for itself,
 * and both run the same tests in the same order.
 */
class TwinsTest {
  private static final String COUNTERS =
      "weir_(published_messages|delivered_messages|settled|refused)_total\\{.*";

  private static final List<SharedByTwo> SERVERS = new ArrayList<>();
  private static final Map<Class<?>, List<Step>> STEPS = new LinkedHashMap<>();

  /** How many records each has received that bear its mark. */
  private static final Map<String, Long> MARKED = new TreeMap<>();

  /** Suites by whose end nothing was counted for one of the two. */
  private static final List<Class<?>> UNSEEN = new ArrayList<>();

  @BeforeAll
  static void runAll() throws Exception {
    for (SharedWeir shared : SharedWeir.values()) {
      SERVERS.add(new SharedByTwo(shared));
    }
    try (Twins twins = new Twins(SERVERS)) {
      for (Class<?> suite : ClientSuites.present()) {
        long left = total(LEFT);
        long right = total(RIGHT);
        List<Step> steps = twins.run(suite);
        STEPS.put(suite, steps);
        MARKED.put(LEFT, steps.getLast().left().marked());
        MARKED.put(RIGHT, steps.getLast().right().marked());
        if (total(LEFT) == left || total(RIGHT) == right) {
          UNSEEN.add(suite);
        }
      }
    }
  }

  @AfterAll
  static void stop() {
    SERVERS.forEach(SharedByTwo::close);
  }

  static Set<Class<?>> suites() {
    return STEPS.keySet();
  }

  @ParameterizedTest
  @MethodSource("suites")
  void aSuiteFindsInEachOfTwoTenantsWhatItFindsAlone(Class<?> suite) {
    assertThat(STEPS.get(suite)).isNotEmpty().allMatch(Step::isGood);
    assertThat(UNSEEN).as("did nothing at the servers that all share").doesNotContain(suite);
  }

  @Test
  void eachHasReceivedItsOwnRecordsAlone() {
    assertThat(MARKED)
        .containsOnlyKeys(LEFT, RIGHT)
        .allSatisfy((tenant, marked) -> assertThat(marked).isGreaterThan(1_000));
  }

  @Test
  void whatIsThereAfterwardsHasTheSameNamesForBoth() {
    for (SharedByTwo server : SERVERS) {
      assertThat(topics(server, LEFT)).isNotEmpty().isEqualTo(topics(server, RIGHT));
      assertThat(groups(server, LEFT)).isEqualTo(groups(server, RIGHT));
    }
    assertThat(groups(SERVERS.getFirst(), LEFT)).isNotEmpty();
  }

  private static Set<String> topics(SharedByTwo server, String tenant) {
    try (var admin = Clients.admin(server.kafka(tenant))) {
      return new TreeSet<>(Clients.get(admin.listTopics().names()));
    }
  }

  private static Set<String> groups(SharedByTwo server, String tenant) {
    try (var admin = Clients.admin(server.kafka(tenant))) {
      return new TreeSet<>(
          Clients.get(admin.listGroups().all()).stream().map(GroupListing::groupId).toList());
    }
  }

  @Test
  void whatEachPublishedIsCountedForItAlone() throws Exception {
    for (SharedByTwo server : SERVERS) {
      List<String> published =
          server.metrics().stream()
              .filter(line -> line.matches("weir_(published|stored)_messages_total\\{.*"))
              .toList();
      assertThat(of(LEFT, published)).isNotEmpty().isEqualTo(of(RIGHT, published));
      assertThat(server.metrics()).allMatch(line -> isOf(LEFT, line) || isOf(RIGHT, line));
    }
  }

  /** A tenant's samples, without its name. */
  private static List<String> of(String tenant, List<String> samples) {
    return samples.stream()
        .filter(line -> isOf(tenant, line))
        .map(line -> line.replace(label(tenant), ""))
        .toList();
  }

  /** All that is counted for a tenant, by all servers. */
  private static long total(String tenant) throws Exception {
    long total = 0;
    for (SharedByTwo server : SERVERS) {
      total +=
          server.metrics().stream()
              .filter(line -> line.matches(COUNTERS) && isOf(tenant, line))
              .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
              .sum();
    }
    return total;
  }

  private static boolean isOf(String tenant, String sample) {
    return sample.contains(label(tenant));
  }

  private static String label(String tenant) {
    return "tenant=\"" + tenant + "\"";
  }
}
