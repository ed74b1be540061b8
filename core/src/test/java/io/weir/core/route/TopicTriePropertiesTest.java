package io.weir.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The trie against patterns that are tried one by one. */
class TopicTriePropertiesTest {

  @Provide
  Arbitrary<List<String>> patterns() {
    return Arbitraries.of("a", "b", "", "*", "*", "#", "#")
        .list()
        .ofMaxSize(6)
        .map(words -> String.join(".", words))
        .list()
        .ofMaxSize(12);
  }

  @Provide
  Arbitrary<String> keys() {
    return Arbitraries.of("a", "b", "c", "")
        .list()
        .ofMaxSize(7)
        .map(words -> String.join(".", words));
  }

  @Property
  void aKeyFindsThePatternsThatFitItEachOnce(
      @ForAll("patterns") List<String> patterns, @ForAll("keys") String key) {
    List<String> found = new ArrayList<>();
    int steps = trie(patterns).match(key, destination -> found.add(destination.name()));
    assertThat(found)
        .containsExactlyInAnyOrderElementsOf(
            new HashSet<>(patterns)
                .stream().filter(pattern -> NaiveMatch.fits(pattern, key)).toList());
    int words = key.split("\\.", -1).length;
    assertThat(steps).isLessThanOrEqualTo(2 * (words + 1) * trie(patterns).nodes());
  }

  @Property
  void removingLeavesWhatAddingTheOthersWouldHaveMade(
      @ForAll("patterns") List<String> patterns,
      @ForAll("patterns") List<String> removed,
      @ForAll("keys") String key,
      @ForAll Random random) {
    List<String> order = new ArrayList<>(patterns);
    order.addAll(removed);
    Collections.shuffle(order, random);
    TopicTrie trie = trie(order);
    for (String pattern : removed) {
      trie = trie.minus(binding(pattern));
    }
    Set<String> left = new HashSet<>(order);
    removed.forEach(left::remove);
    TopicTrie fresh = trie(left);
    assertThat(trie.nodes()).isEqualTo(fresh.nodes());
    assertThat(found(trie, key)).isEqualTo(found(fresh, key));
    for (String pattern : left) {
      trie = trie.minus(binding(pattern));
    }
    assertThat(trie).isSameAs(TopicTrie.EMPTY);
  }

  @Property
  void aTrieThatAnotherWasMadeOfStaysAsItWas(
      @ForAll("patterns") List<String> patterns,
      @ForAll("patterns") List<String> others,
      @ForAll("keys") String key) {
    TopicTrie trie = trie(patterns);
    Set<String> before = found(trie, key);
    TopicTrie changed = trie;
    for (String other : others) {
      changed = changed.plus(binding(other));
    }
    for (String pattern : patterns) {
      changed = changed.minus(binding(pattern));
    }
    assertThat(found(trie, key)).isEqualTo(before);
  }

  private static Set<String> found(TopicTrie trie, String key) {
    Set<String> found = new HashSet<>();
    trie.match(key, destination -> found.add(destination.name()));
    return found;
  }

  private static TopicTrie trie(Iterable<String> patterns) {
    TopicTrie trie = TopicTrie.EMPTY;
    for (String pattern : patterns) {
      trie = trie.plus(binding(pattern));
    }
    return trie;
  }

  private static Binding binding(String pattern) {
    return Fixture.toQueue("x", pattern, pattern);
  }
}
