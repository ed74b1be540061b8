package io.weir.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PersistentMapTest {

  /** Hashes that differ in few bits, or not at all. */
  record Key(int hash, int number) {
    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** A key is put, or removed where there is no value. */
  record Step(Key key, int value) {
    boolean puts() {
      return value > 0;
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Key> keys =
        Combinators.combine(
                Arbitraries.of(0, 1, 32, 33, 1 << 30, 3 << 30, -1, 31), Arbitraries.of(1, 2, 3))
            .as(Key::new);
    return Combinators.combine(keys, Arbitraries.integers().between(-2, 4))
        .as(Step::new)
        .list()
        .ofMaxSize(80);
  }

  @Property
  void itHoldsWhatAMapHoldsAndNoVersionEverChanges(@ForAll("steps") List<Step> steps) {
    PersistentMap<Key, Integer> map = PersistentMap.empty();
    Map<Key, Integer> model = new HashMap<>();
    for (Step step : steps) {
      PersistentMap<Key, Integer> before = map;
      Map<Key, Integer> modelBefore = Map.copyOf(model);
      if (step.puts()) {
        map = map.plus(step.key, step.value);
        model.put(step.key, step.value);
      } else {
        map = map.minus(step.key);
        model.remove(step.key);
      }
      assertThat(entries(map)).isEqualTo(model);
      assertThat(map.size()).isEqualTo(model.size());
      assertThat(map.get(step.key)).isEqualTo(model.get(step.key));
      assertThat(entries(before)).isEqualTo(modelBefore);
    }
  }

  @Property
  void whatIsRemovedLeavesNothingBehind(@ForAll("steps") List<Step> steps, @ForAll Random random) {
    PersistentMap<Key, Integer> map = PersistentMap.empty();
    for (Step step : steps) {
      map = step.puts() ? map.plus(step.key, step.value) : map.minus(step.key);
    }
    List<Key> keys = new ArrayList<>(entries(map).keySet());
    Collections.shuffle(keys, random);
    PersistentMap<Key, Integer> fresh = PersistentMap.empty();
    for (Key key : keys) {
      fresh = fresh.plus(key, 1);
    }
    assertThat(map.slots()).isEqualTo(fresh.slots());
    for (Key key : keys) {
      map = map.minus(key);
    }
    assertThat(map).isSameAs(PersistentMap.empty());
  }

  @Test
  void manyNamesAreFoundAndTheirNeighboursAreNot() {
    PersistentMap<String, Integer> map = PersistentMap.empty();
    for (int i = 0; i < 10_000; i++) {
      map = map.plus("name-" + i, i);
    }
    assertThat(map.size()).isEqualTo(10_000);
    for (int i = 0; i < 10_000; i++) {
      assertThat(map.get("name-" + i)).isEqualTo(i);
      assertThat(map.has("name." + i)).isFalse();
    }
    assertThat(map.values()).hasSize(10_000).doesNotHaveDuplicates();
  }

  @Test
  void namesThatJavaHashesAlikeAreToldApartByTheirHashes() {
    List<String> names = List.of("AaAa", "AaBB", "BBAa", "BBBB");
    assertThat(names.stream().map(String::hashCode).distinct()).hasSize(1);
    assertThat(names.stream().map(SecretHash::of).distinct()).hasSize(4);
  }

  private static Map<Key, Integer> entries(PersistentMap<Key, Integer> map) {
    Map<Key, Integer> entries = new HashMap<>();
    map.forEach((key, value) -> assertThat(entries.put(key, value)).isNull());
    return entries;
  }
}
