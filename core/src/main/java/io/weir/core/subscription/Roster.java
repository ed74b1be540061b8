package io.weir.core.subscription;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who is attached, and whose turn it is. Of those who have room the ones of the greatest priority
 * are served, in turns. Where one alone is active, it is the one of the greatest priority that came
 * first; another takes its place when it goes, or when one of greater priority came and it has
 * nothing in its hands any more, so that two never work at once. Not thread-safe.
 */
final class Roster {
  private final boolean singleActive;
  private final int bound;
  private final Map<Long, Attached> attached = new LinkedHashMap<>();

  /** Those who had room when they were last looked at, by priority, each level in its order. */
  private final NavigableMap<Integer, Deque<Attached>> levels =
      new TreeMap<>(Comparator.reverseOrder());

  /**
   * Who takes single messages: none of the consumers, and served after them. What a consumer has
   * room for when it comes is as good as its own, however late it is handed over.
   */
  private final Map<Long, Attached> takers = new HashMap<>();

  /** Those of them that want one, in their order. */
  private final Deque<Attached> wanting = new ArrayDeque<>();

  private @Nullable Attached active;
  private List<Activation> activations = new ArrayList<>();

  /** A consumer has become the active one, or is it no more. */
  record Activation(long consumer, boolean isActive) {}

  Roster(boolean singleActive, int bound) {
    this.singleActive = singleActive;
    this.bound = bound;
  }

  /** Takes one in; says why not, else. */
  Optional<Refusal> attach(Attached consumer) {
    if (attached.values().stream().anyMatch(other -> other.options.exclusive())) {
      return Optional.of(Refusal.HELD_EXCLUSIVELY);
    }
    if (consumer.options.exclusive() && (singleActive || !attached.isEmpty())) {
      return Optional.of(Refusal.IN_USE);
    }
    if (attached.size() >= bound) {
      return Optional.of(Refusal.TOO_MANY);
    }
    attached.put(consumer.id, consumer);
    changed(consumer);
    return Optional.empty();
  }

  void attachTaker(Attached taker) {
    takers.put(taker.id, taker);
  }

  /** It is none of the consumers any more, and takes nothing; it may still settle. */
  void retire(Attached consumer) {
    if (attached.containsKey(consumer.id)) {
      detach(consumer);
      consumer.isQueued = false;
      takers.put(consumer.id, consumer);
    }
  }

  void detach(Attached consumer) {
    if (takers.remove(consumer.id) != null) {
      wanting.remove(consumer);
      return;
    }
    attached.remove(consumer.id);
    Deque<Attached> level = levels.get(consumer.options.priority());
    if (consumer.isQueued && level != null) {
      level.remove(consumer);
      dropIfEmpty(level, consumer.options.priority());
    }
    if (consumer == active) {
      active = null;
      elect();
    }
  }

  @Nullable Attached find(long consumer) {
    Attached found = attached.get(consumer);
    return found == null ? takers.get(consumer) : found;
  }

  boolean isAttached(long consumer) {
    return find(consumer) != null;
  }

  Collection<Attached> all() {
    return Collections.unmodifiableCollection(attached.values());
  }

  /** Something about a consumer has changed that may give it room. */
  void changed(Attached consumer) {
    if (takers.containsKey(consumer.id)) {
      if (!consumer.isQueued && consumer.hasRoom()) {
        consumer.isQueued = true;
        wanting.addLast(consumer);
      }
      return;
    }
    if (singleActive) {
      elect();
    } else if (!consumer.isQueued && consumer.hasRoom()) {
      consumer.isQueued = true;
      levels
          .computeIfAbsent(consumer.options.priority(), priority -> new ArrayDeque<>())
          .addLast(consumer);
    }
  }

  /** Whether anybody could be given a message. */
  boolean hasRoom() {
    if (isTakerWanting()) {
      return true;
    }
    if (singleActive) {
      return activeHasRoom();
    }
    while (!levels.isEmpty()) {
      Map.Entry<Integer, Deque<Attached>> level = levels.firstEntry();
      Attached first = level.getValue().getFirst();
      if (first.hasRoom()) {
        return true;
      }
      level.getValue().removeFirst();
      first.isQueued = false;
      dropIfEmpty(level.getValue(), level.getKey());
    }
    return false;
  }

  private boolean activeHasRoom() {
    return active != null && !isHandingOver(active) && active.hasRoom();
  }

  private boolean isTakerWanting() {
    while (!wanting.isEmpty() && !wanting.getFirst().hasRoom()) {
      wanting.removeFirst().isQueued = false;
    }
    return !wanting.isEmpty();
  }

  private @Nullable Attached taker(Entry message) {
    return isTakerWanting()
        ? wanting.stream()
            .filter(taker -> taker.hasRoom() && !message.isRefusedBy(taker.id))
            .findFirst()
            .orElse(null)
        : null;
  }

  /** Whether anybody could be given a message who came no later than that. */
  boolean hasRoomSince(long time) {
    return hasRoom()
        && attached.values().stream()
            .anyMatch(consumer -> consumer.since <= time && consumer.hasRoom());
  }

  /** Whether anybody who may have a message has room for it. */
  boolean hasRoomFor(Entry message) {
    if (taker(message) != null) {
      return true;
    }
    if (singleActive) {
      return active != null && activeHasRoom() && !message.isRefusedBy(active.id);
    }
    return attached.values().stream()
        .anyMatch(consumer -> consumer.hasRoom() && !message.isRefusedBy(consumer.id));
  }

  /** Who is to have a message; the next one is then another's turn. */
  @Nullable Attached next(Entry message) {
    Attached consumer = consumer(message);
    return consumer == null ? taker(message) : consumer;
  }

  private @Nullable Attached consumer(Entry message) {
    if (singleActive) {
      Attached one = active;
      if (one == null || !activeHasRoom() || message.isRefusedBy(one.id)) {
        return null;
      }
      return one.reserve() ? one : null;
    }
    Iterator<Map.Entry<Integer, Deque<Attached>>> each = levels.entrySet().iterator();
    while (each.hasNext()) {
      Deque<Attached> level = each.next().getValue();
      Attached found = next(message, level);
      if (level.isEmpty()) {
        each.remove();
      }
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable Attached next(Entry message, Deque<Attached> level) {
    for (int i = level.size(); i > 0; i--) {
      Attached consumer = level.removeFirst();
      if (!consumer.hasRoom()) {
        consumer.isQueued = false;
        continue;
      }
      level.addLast(consumer);
      if (!message.isRefusedBy(consumer.id) && consumer.reserve()) {
        return consumer;
      }
    }
    return null;
  }

  private void dropIfEmpty(Deque<Attached> level, int priority) {
    if (level.isEmpty()) {
      levels.remove(priority);
    }
  }

  private void elect() {
    Attached former = active;
    if (former != null && (!former.isIdle() || !isHandingOver(former))) {
      return;
    }
    active = best();
    if (former != null) {
      activations.add(new Activation(former.id, false));
    }
    if (active != null) {
      activations.add(new Activation(active.id, true));
    }
  }

  private boolean isHandingOver(Attached former) {
    Attached best = best();
    return best != null && best.options.priority() > former.options.priority();
  }

  /** The first of the greatest priority. */
  private @Nullable Attached best() {
    Attached best = null;
    for (Attached each : attached.values()) {
      if (best == null || each.options.priority() > best.options.priority()) {
        best = each;
      }
    }
    return best;
  }

  /** Who became active or ceased to be since this was last asked. */
  List<Activation> takeActivations() {
    List<Activation> taken = activations;
    activations = new ArrayList<>();
    return taken;
  }
}
