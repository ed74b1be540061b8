package io.weir.tests.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.tests.kafka.Clients;
import io.weir.tests.servers.SharedWeir;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two tenants with equal names for everything, through every suite of clients side by side: each
 * finds what it finds alone. The names are equal because they are counted, in each JVM for itself,
 * and both run the same tests in the same order. The clients log in, in both as the same name.
 */
class TwinsTest {
  private static final String COUNTERS =
      "weir_(published_messages|delivered_messages|settled|refused)_total\\{.*";

  private static final List<Pair> PAIRS = Pair.ALL;
  private static final List<SharedByTwins> SERVERS = new ArrayList<>();
  private static final Map<Class<?>, List<Step>> STEPS = new ConcurrentHashMap<>();

  /** How many records have been received that bear their tenant's mark. */
  private static final Map<Pair, Said> LAST_LEFT = new ConcurrentHashMap<>();

  private static final Map<Pair, Said> LAST_RIGHT = new ConcurrentHashMap<>();

  /** Suites by whose end nothing was counted for one of the two. */
  private static final Set<Class<?>> UNSEEN = ConcurrentHashMap.newKeySet();

  @BeforeAll
  static void runAll() throws Exception {
    for (SharedWeir shared : SharedWeir.values()) {
      SERVERS.add(new SharedByTwins(shared));
    }
    // Those of whole programs come last by name, and take longest.
    Queue<Class<?>> suites = new ConcurrentLinkedQueue<>(ClientSuites.present().reversed());
    List<Callable<Void>> runs = new ArrayList<>();
    for (Pair pair : PAIRS) {
      runs.add(
          () -> {
            run(pair, suites);
            return null;
          });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(runs.size())) {
      for (Future<Void> run : threads.invokeAll(runs)) {
        run.get();
      }
    }
  }

  /** One suite after the other, until none is left. */
  private static void run(Pair pair, Queue<Class<?>> suites) throws Exception {
    try (Twins twins = new Twins(pair, SERVERS)) {
      for (Class<?> suite = suites.poll(); suite != null; suite = suites.poll()) {
        long left = total(pair.left());
        long right = total(pair.right());
        List<Step> steps = twins.run(suite);
        STEPS.put(suite, steps);
        LAST_LEFT.put(pair, steps.getLast().left());
        LAST_RIGHT.put(pair, steps.getLast().right());
        if (total(pair.left()) == left || total(pair.right()) == right) {
          UNSEEN.add(suite);
        }
      }
    }
  }

  @AfterAll
  static void stop() {
    SERVERS.forEach(SharedByTwins::close);
  }

  static List<Class<?>> suites() {
    return ClientSuites.present();
  }

  @ParameterizedTest
  @MethodSource("suites")
  void aSuiteFindsInEachOfTwoTenantsWhatItFindsAlone(Class<?> suite) {
    assertThat(STEPS.get(suite)).isNotEmpty().allMatch(Step::isGood);
    assertThat(UNSEEN).as("did nothing at the servers that all share").doesNotContain(suite);
  }

  @Test
  void eachHasReceivedItsOwnRecordsAlone() {
    assertThat(LAST_LEFT.values().stream().mapToLong(Said::marked).sum()).isGreaterThan(1_000);
    assertThat(LAST_RIGHT.values().stream().mapToLong(Said::marked).sum()).isGreaterThan(1_000);
  }

  @Test
  void whatIsThereAfterwardsHasTheSameNamesForBoth() {
    Set<String> groups = new TreeSet<>();
    Set<String> topics = new TreeSet<>();
    for (SharedByTwins server : SERVERS) {
      for (Pair pair : PAIRS) {
        assertThat(topics(server, pair.left())).isEqualTo(topics(server, pair.right()));
        assertThat(groups(server, pair.left())).isEqualTo(groups(server, pair.right()));
        topics.addAll(topics(server, pair.left()));
        groups.addAll(groups(server, pair.left()));
      }
    }
    assertThat(topics).isNotEmpty();
    assertThat(groups).isNotEmpty();
  }

  /** But for those of queues that share no name with a topic, which are named by chance. */
  private static Set<String> topics(SharedByTwins server, String tenant) {
    try (var admin = server.admin(tenant, Pair.user(tenant))) {
      Set<String> topics = new TreeSet<>(Clients.get(admin.listTopics().names()));
      topics.removeIf(topic -> topic.startsWith("weir-queue-"));
      return topics;
    }
  }

  private static Set<String> groups(SharedByTwins server, String tenant) {
    try (var admin = server.admin(tenant, Pair.user(tenant))) {
      return new TreeSet<>(
          Clients.get(admin.listGroups().all()).stream().map(GroupListing::groupId).toList());
    }
  }

  @ParameterizedTest
  @FieldSource("PAIRS")
  void theSameNameNeedsThePasswordOfItsTenant(Pair pair) {
    for (SharedByTwins server : SERVERS) {
      try (var admin = server.admin(pair.left(), Pair.user(pair.right()))) {
        assertThatThrownBy(() -> Clients.get(admin.listTopics().names()))
            .isInstanceOf(SaslAuthenticationException.class);
      }
    }
  }

  @Test
  void whatEachPublishedIsCountedForItAlone() throws Exception {
    for (SharedByTwins server : SERVERS) {
      List<String> published =
          server.metrics().stream()
              .filter(line -> line.matches("weir_(published|stored)_messages_total\\{.*"))
              .toList();
      assertThat(published).isNotEmpty();
      for (Pair pair : PAIRS) {
        assertThat(of(pair.left(), published)).isEqualTo(of(pair.right(), published));
      }
      assertThat(server.metrics())
          .allMatch(line -> Pair.allTenants().stream().anyMatch(tenant -> isOf(tenant, line)));
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
    for (SharedByTwins server : SERVERS) {
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
