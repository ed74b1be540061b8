package io.weir.core.route;

import static io.weir.core.route.Fixture.DIRECT;
import static io.weir.core.route.Fixture.FANOUT;
import static io.weir.core.route.Fixture.HEADERS;
import static io.weir.core.route.Fixture.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.weir.core.route.Fixture.Letter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Declares, deletes, binds and unbinds at random, and compares with {@link NaiveTopology} after
 * each: what there is, where messages go, and what a restart would find.
 */
class TopologyModelTest {
  private static final int STEPS = 600;
  private static final List<ExchangeType> TYPES = List.of(DIRECT, FANOUT, TOPIC, HEADERS);

  private Random random = new Random();
  private final NaiveTopology model = new NaiveTopology();
  private final Map<String, JsonObject> journal = new HashMap<>();
  private Topology topology = Topology.EMPTY;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void whateverIsDoneItRoutesAsTheModel(long seed) {
    random = new Random(seed);
    int changed = 0;
    int routed = 0;
    for (int step = 0; step < STEPS; step++) {
      Topology before = topology;
      step();
      changed += topology == before ? 0 : 1;
      assertThat(topology.exchanges())
          .containsExactlyInAnyOrderElementsOf(model.exchanges.values());
      assertThat(topology.bindingCount()).isEqualTo(model.bindings.size());
      for (String exchange : model.exchanges.keySet()) {
        assertThat(topology.bindingsFrom(exchange))
            .containsExactlyInAnyOrderElementsOf(model.from(exchange));
      }
      routed += compareRoutes(topology);
      if (step % 20 == 0) {
        restart();
      }
    }
    assertThat(changed).isGreaterThan(STEPS / 3);
    assertThat(routed).isGreaterThan(STEPS);
  }

  private void step() {
    switch (random.nextInt(16)) {
      case 0, 1 -> declare();
      case 2 -> delete();
      case 3, 4 -> {
        String queue = queue();
        model.queues.add(queue);
        topology = topology.withQueue(queue, true);
      }
      case 5 -> {
        String queue = queue();
        model.deleteQueue(queue);
        apply(topology.withoutQueue(queue));
      }
      case 6 -> {
        Binding binding =
            model.bindings.isEmpty() || random.nextInt(4) == 0
                ? binding()
                : pick(List.copyOf(model.bindings));
        model.unbind(binding);
        apply(topology.unbind(binding));
      }
      default -> bind();
    }
  }

  private void declare() {
    Exchange exchange =
        new Exchange(
            exchange(),
            pick(TYPES),
            true,
            random.nextInt(4) == 0,
            false,
            random.nextInt(3) == 0 ? exchange() : null,
            Map.of());
    Answer answer = topology.declare(exchange);
    Exchange present = model.exchanges.putIfAbsent(exchange.name(), exchange);
    if (present == null) {
      apply(answer);
    } else if (present.equals(exchange)) {
      assertThat(answer).isInstanceOf(Answer.Same.class);
    } else {
      assertThat(answer).isInstanceOf(Answer.Differs.class);
    }
  }

  private void delete() {
    String name = exchange();
    boolean ifUnused = random.nextBoolean();
    Answer answer = topology.delete(name, ifUnused);
    if (!model.exchanges.containsKey(name)) {
      assertThat(answer).isInstanceOf(Answer.Missing.class);
    } else if (ifUnused && !model.from(name).isEmpty()) {
      assertThat(answer).isInstanceOf(Answer.InUse.class);
    } else {
      model.deleteExchange(name);
      apply(answer);
    }
  }

  private void bind() {
    Binding binding = binding();
    boolean exchange = model.exchanges.containsKey(binding.exchange());
    boolean destination =
        switch (binding.destination()) {
          case Destination.ToQueue(String name) -> model.queues.contains(name);
          case Destination.ToExchange(String name) -> model.exchanges.containsKey(name);
        };
    Answer answer = topology.bind(binding);
    if (!exchange || !destination) {
      assertThat(answer).isEqualTo(new Answer.Missing(!exchange, !destination));
    } else if (model.bindings.add(binding)) {
      apply(answer);
    } else {
      assertThat(answer).isInstanceOf(Answer.Same.class);
    }
  }

  private Binding binding() {
    Destination destination =
        random.nextInt(4) == 0 ? Destination.exchange(exchange()) : Destination.queue(queue());
    HeaderMatch match = pick(List.of(HeaderMatch.ALL, HeaderMatch.ANY));
    Map<String, Value> arguments = random.nextBoolean() ? Map.of() : headers();
    return new Binding(exchange(), destination, pattern(), match, arguments);
  }

  private void apply(Answer answer) {
    if (answer instanceof Answer.Changed(Change change)) {
      apply(change);
    } else {
      assertThat(answer).isInstanceOf(Answer.Same.class);
    }
  }

  private void apply(Change change) {
    topology = change.topology();
    for (TopologyEntry entry : change.entries()) {
      JsonObject value = entry.value();
      if (value == null) {
        assertThat(journal.remove(entry.key())).isNotNull();
      } else {
        assertThat(journal.put(entry.key(), value)).isNull();
      }
    }
  }

  private void restart() {
    Topology base = Topology.EMPTY;
    for (String queue : model.queues) {
      base = base.withQueue(queue, true);
    }
    List<TopologyEntry> entries = new ArrayList<>();
    journal.forEach((key, value) -> entries.add(new TopologyEntry(key, value.copy())));
    Restoration restored = base.restore(entries);
    assertThat(restored.orphans()).isEmpty();
    assertThat(restored.unreadable()).isEmpty();
    assertThat(restored.topology().bindingCount()).isEqualTo(model.bindings.size());
    assertThat(restored.topology().exchanges())
        .containsExactlyInAnyOrderElementsOf(model.exchanges.values());
    compareRoutes(restored.topology());
  }

  /** How many targets there were. */
  private int compareRoutes(Topology routing) {
    int targets = 0;
    for (int i = 0; i < 8; i++) {
      String exchange = exchange();
      Letter letter =
          Letter.headers(headers())
              .withKeys(
                  random.nextInt(4) == 0 ? new String[] {key(), key()} : new String[] {key()});
      Routes routes = routing.route(exchange, letter, AddressTree.NOBODY);
      assertThat(routes.queues()).isEqualTo(model.route(exchange, letter));
      targets += routes.queues().size();
    }
    return targets;
  }

  private String exchange() {
    return "x" + random.nextInt(7);
  }

  private String queue() {
    return "q" + random.nextInt(8);
  }

  private String pattern() {
    return words(List.of("a", "b", "*", "#"));
  }

  private String key() {
    return words(List.of("a", "b", "a", "c"));
  }

  private String words(List<String> from) {
    List<String> words = new ArrayList<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      words.add(pick(from));
    }
    return String.join(".", words);
  }

  private Map<String, Value> headers() {
    Map<String, Value> headers = new HashMap<>();
    for (String name : List.of("h", "i")) {
      if (random.nextBoolean()) {
        headers.put(name, Value.of(random.nextInt(2)));
      }
    }
    return headers;
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
