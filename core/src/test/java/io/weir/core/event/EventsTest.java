package io.weir.core.event;

import static io.weir.core.TestCore.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventsTest {
  private static final Event EVENT = new Event.Settled(ALICE, "group", "orders", 0, 7);

  private final Events events = new Events();

  @Test
  void withoutListenersNoEventIsMade() {
    events.emit(
        () -> {
          throw new AssertionError("made for nobody");
        });
    assertThat(events.isHeard()).isFalse();
  }

  @Test
  void everyListenerHearsEveryEvent() {
    List<Event> heard = new ArrayList<>();
    events.listen(heard::add);
    events.listen(heard::add);
    events.emit(() -> EVENT);
    assertThat(heard).containsExactly(EVENT, EVENT);
    assertThat(events.isHeard()).isTrue();
  }

  @Test
  void aListenerThatThrowsDisturbsNobody() {
    List<Event> heard = new ArrayList<>();
    events.listen(
        event -> {
          throw new IllegalStateException("a listener's own fault");
        });
    events.listen(heard::add);
    events.emit(() -> EVENT);
    assertThat(heard).containsExactly(EVENT);
  }
}
