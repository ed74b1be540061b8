package io.weir.core.route;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A map that never changes: with an entry more or less it is another map, which shares nearly
 * everything with this one. A trie of hashes with 32 branches to a level, so that looking up,
 * adding and removing cost what the depth is, about log32 of the size. Equal entries make the same
 * trie, whatever was there before: nothing of what is removed stays behind.
 */
final class PersistentMap<K, V> {
  private static final PersistentMap<?, ?> EMPTY = new PersistentMap<>(null, 0);

  private static final int BITS = 5;
  private static final int MASK = (1 << BITS) - 1;

  private final @Nullable Slot<K, V> root;
  private final int size;

  private PersistentMap(@Nullable Slot<K, V> root, int size) {
    this.root = root;
    this.size = size;
  }

  @SuppressWarnings("unchecked") // it holds nothing of any type
  static <K, V> PersistentMap<K, V> empty() {
    return (PersistentMap<K, V>) EMPTY;
  }

  private sealed interface Slot<K, V> {}

  private record Entry<K, V>(int hash, K key, V value) implements Slot<K, V> {}

  /** Entries whose hashes are the same; at least two. */
  private record Clash<K, V>(int hash, List<Entry<K, V>> entries) implements Slot<K, V> {
    int indexOf(K key) {
      for (int i = 0; i < entries.size(); i++) {
        if (entries.get(i).key.equals(key)) {
          return i;
        }
      }
      return -1;
    }
  }

  /** The slots of those of 32 places that are taken, in their order; never one that could go up. */
  private static final class Branch<K, V> implements Slot<K, V> {
    final int places;
    final Slot<K, V>[] slots;

    Branch(int places, Slot<K, V>[] slots) {
      this.places = places;
      this.slots = slots;
    }

    int index(int place) {
      return Integer.bitCount(places & (place - 1));
    }
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean has(K key) {
    return get(key) != null;
  }

  @Nullable V get(K key) {
    int hash = hash(key);
    int rest = hash;
    Slot<K, V> slot = root;
    while (slot instanceof Branch<K, V> branch) {
      int place = place(rest);
      if ((branch.places & place) == 0) {
        return null;
      }
      slot = branch.slots[branch.index(place)];
      rest >>>= BITS;
    }
    return switch (slot) {
      case Entry<K, V> entry -> entry.hash == hash && entry.key.equals(key) ? entry.value : null;
      case Clash<K, V> clash -> {
        int index = clash.hash == hash ? clash.indexOf(key) : -1;
        yield index < 0 ? null : clash.entries.get(index).value;
      }
      case null, default -> null;
    };
  }

  /** This map with an entry, in the place of what is under its key. */
  PersistentMap<K, V> plus(K key, V value) {
    Entry<K, V> entry = new Entry<>(hash(key), key, value);
    return new PersistentMap<>(put(root, 0, entry), has(key) ? size : size + 1);
  }

  /** This map without what is under a key. */
  PersistentMap<K, V> minus(K key) {
    if (root == null || !has(key)) {
      return this;
    }
    return size == 1 ? empty() : new PersistentMap<>(remove(root, 0, hash(key), key), size - 1);
  }

  void forEach(BiConsumer<? super K, ? super V> to) {
    each(root, entry -> to.accept(entry.key, entry.value));
  }

  /** What is in it, in no particular order. */
  List<V> values() {
    List<V> values = new ArrayList<>(size);
    each(root, entry -> values.add(entry.value));
    return values;
  }

  /** How many entries, branches and clashes it is made of. */
  int slots() {
    return slots(root);
  }

  private static <K, V> int slots(@Nullable Slot<K, V> slot) {
    return switch (slot) {
      case null -> 0;
      case Entry<K, V> entry -> 1;
      case Clash<K, V> clash -> 1 + clash.entries.size();
      case Branch<K, V> branch -> 1 + Arrays.stream(branch.slots).mapToInt(s -> slots(s)).sum();
    };
  }

  private static <K, V> void each(@Nullable Slot<K, V> slot, Consumer<Entry<K, V>> to) {
    switch (slot) {
      case Entry<K, V> entry -> to.accept(entry);
      case Clash<K, V> clash -> clash.entries.forEach(to);
      case Branch<K, V> branch -> {
        for (Slot<K, V> below : branch.slots) {
          each(below, to);
        }
      }
      case null -> {}
    }
  }

  private static <K, V> Slot<K, V> put(@Nullable Slot<K, V> slot, int shift, Entry<K, V> entry) {
    return switch (slot) {
      case null -> entry;
      case Entry<K, V> old when old.hash != entry.hash -> fork(shift, old.hash, old, entry);
      case Entry<K, V> old ->
          old.key.equals(entry.key) ? entry : new Clash<>(entry.hash, List.of(old, entry));
      case Clash<K, V> clash when clash.hash != entry.hash -> fork(shift, clash.hash, clash, entry);
      case Clash<K, V> clash -> {
        List<Entry<K, V>> entries = new ArrayList<>(clash.entries);
        int index = clash.indexOf(entry.key);
        if (index < 0) {
          entries.add(entry);
        } else {
          entries.set(index, entry);
        }
        yield new Clash<>(entry.hash, List.copyOf(entries));
      }
      case Branch<K, V> branch -> {
        int place = place(entry.hash >>> shift);
        int index = branch.index(place);
        yield (branch.places & place) == 0
            ? new Branch<>(branch.places | place, inserted(branch.slots, index, entry))
            : new Branch<>(
                branch.places,
                replaced(branch.slots, index, put(branch.slots[index], shift + BITS, entry)));
      }
    };
  }

  /** Two whose hashes differ, as deep as they have to be to part. */
  private static <K, V> Slot<K, V> fork(int shift, int hash, Slot<K, V> one, Entry<K, V> other) {
    int place = place(hash >>> shift);
    int otherPlace = place(other.hash >>> shift);
    if (place == otherPlace) {
      return new Branch<>(place, array(fork(shift + BITS, hash, one, other)));
    }
    boolean first = Integer.compareUnsigned(place, otherPlace) < 0;
    return new Branch<>(place | otherPlace, first ? array(one, other) : array(other, one));
  }

  /** Without a key that is there; null where nothing is left. */
  private static <K, V> @Nullable Slot<K, V> remove(Slot<K, V> slot, int shift, int hash, K key) {
    return switch (slot) {
      case Entry<K, V> entry -> null;
      case Clash<K, V> clash -> {
        List<Entry<K, V>> entries = new ArrayList<>(clash.entries);
        entries.remove(clash.indexOf(key));
        yield entries.size() == 1 ? entries.getFirst() : new Clash<>(hash, List.copyOf(entries));
      }
      case Branch<K, V> branch -> {
        int place = place(hash >>> shift);
        int index = branch.index(place);
        Slot<K, V> left = remove(branch.slots[index], shift + BITS, hash, key);
        yield left == null
            ? raised(branch.places & ~place, removed(branch.slots, index))
            : raised(branch.places, replaced(branch.slots, index, left));
      }
    };
  }

  /** A branch, or what is in it where that needs none. */
  private static <K, V> @Nullable Slot<K, V> raised(int places, Slot<K, V>[] slots) {
    if (slots.length == 0) {
      return null;
    }
    return slots.length == 1 && !(slots[0] instanceof Branch)
        ? slots[0]
        : new Branch<>(places, slots);
  }

  @SafeVarargs
  private static <K, V> Slot<K, V>[] array(Slot<K, V>... slots) {
    return slots;
  }

  private static <T> T[] inserted(T[] slots, int index, T slot) {
    T[] more = Arrays.copyOf(slots, slots.length + 1);
    System.arraycopy(slots, index, more, index + 1, slots.length - index);
    more[index] = slot;
    return more;
  }

  private static <T> T[] replaced(T[] slots, int index, T slot) {
    T[] others = slots.clone();
    others[index] = slot;
    return others;
  }

  private static <T> T[] removed(T[] slots, int index) {
    T[] fewer = Arrays.copyOf(slots, slots.length - 1);
    System.arraycopy(slots, index + 1, fewer, index, fewer.length - index);
    return fewer;
  }

  private static int place(int hash) {
    return 1 << (hash & MASK);
  }

  private static int hash(Object key) {
    return key instanceof String text ? SecretHash.of(text) : key.hashCode();
  }
}
