package io.weir.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicTrieTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "a.b,       a.b,      true",
        "a.b,       a.c,      false",
        "a.b,       a,        false",
        "a,         a.b,      false",
        "*,         a,        true",
        "*,         ``,       false",
        "*,         a.b,      false",
        "*.b,       a.b,      true",
        "a.*,       a.,       true",
        "a.*.c,     a.b.c,    true",
        "a.*.c,     a.c,      false",
        "#,         ``,       true",
        "#,         a,        true",
        "#,         a.b.c,    true",
        "a.#,       a,        true",
        "a.#,       a.b.c,    true",
        "a.#,       b.a,      false",
        "#.a,       a,        true",
        "#.a,       b.c.a,    true",
        "#.a,       a.b,      false",
        "#.#,       ``,       true",
        "*.#,       ``,       false",
        "#.*,       a.b,      true",
        "a.#.b,     a.b,      true",
        "a.#.b,     a.x.y.b,  true",
        "a.#.b,     a.x.y,    false",
        "#.a.#.b.#, x.a.b,    true",
        "#.a.#.b.#, b.a,      false",
        "``,        ``,       true",
        "``,        a,        false",
        ".,         .,        true",
        ".,         ``,       false",
        "a.,        a,        false",
        "a*,        ab,       false",
        "a*,        a*,       true",
        "a.b,       a.*,      false",
        "a.*,       a.*,      true",
        "a.b,       #,        false",
        "a.#,       a.#,      true"
      })
  void aPatternAndAKey(String pattern, String key, boolean fits) {
    assertThat(match(trie(pattern), key).contains(pattern)).isEqualTo(fits);
  }

  @Test
  void allPatternsThatFitAreNamed() {
    TopicTrie trie = trie("a.b", "a.*", "*.b", "#", "a.#", "#.b", "*.*", "a.c", "b.#", "*");
    assertThat(match(trie, "a.b"))
        .containsExactlyInAnyOrder("a.b", "a.*", "*.b", "#", "a.#", "#.b", "*.*");
  }

  @Test
  void bindingsOfOnePatternAreKeptApart() {
    Binding one = Fixture.toQueue("x", "one", "a.#");
    Binding two = Fixture.toQueue("x", "two", "a.#");
    TopicTrie both = TopicTrie.EMPTY.plus(one).plus(two);
    assertThat(queues(both, "a.b")).containsExactly("one", "two");
    assertThat(queues(both.minus(one), "a.b")).containsExactly("two");
    assertThat(both.minus(one).minus(two)).isSameAs(TopicTrie.EMPTY);
  }

  @Test
  void aPatternOfAnyLengthIsTaken() {
    String pattern = "*" + ".*".repeat(100_000);
    TopicTrie trie = trie(pattern);
    assertThat(queues(trie, "a" + ".a".repeat(100_000))).containsExactly(pattern);
    assertThat(trie.minus(binding(pattern))).isSameAs(TopicTrie.EMPTY);
  }

  @Test
  void theCostGrowsWithTheWordsOfTheKeyAndNotWithTheNumberOfBindings() {
    TopicTrie few = TopicTrie.EMPTY;
    TopicTrie many = TopicTrie.EMPTY;
    for (int i = 0; i < 100_000; i++) {
      Binding binding = binding(key(i));
      many = many.plus(binding);
      if (i < 100) {
        few = few.plus(binding);
      }
    }
    assertThat(many.nodes()).isGreaterThan(100_000);
    for (int i = 0; i < 100; i++) {
      assertThat(match(many, key(i))).containsExactly(key(i));
      assertThat(steps(many, key(i))).isEqualTo(steps(few, key(i))).isLessThanOrEqualTo(2 * 4 + 1);
    }
    assertThat(steps(many, "x.y.z")).isEqualTo(steps(few, "x.y.z"));
  }

  /** Each number's own. */
  private static String key(int i) {
    return "site" + i % 100 + ".room" + i % 1_000 + ".device" + i + ".temp";
  }

  @Test
  void wildcardsCostWhatTheyMatchAndNotWhatThereIs() {
    TopicTrie trie = TopicTrie.EMPTY;
    for (int i = 0; i < 100_000; i++) {
      String prefix = i % 3 == 0 ? "#" : i % 3 == 1 ? "*" : "site" + i % 50;
      trie = trie.plus(binding(prefix + ".device" + i + (i % 2 == 0 ? ".#" : ".*")));
    }
    assertThat(steps(trie, "site7.device107.temp")).isLessThan(20);
    assertThat(match(trie, "site7.device107.temp")).containsExactly("site7.device107.*");
    assertThat(match(trie, "elsewhere.device6.a.b")).containsExactly("#.device6.#");
  }

  @Test
  void noNumberOfHashesMakesTheWalkExplode() {
    for (int hashes : List.of(5, 10, 20, 40)) {
      String pattern = "#" + ".a.#".repeat(hashes) + ".b";
      TopicTrie trie = trie(pattern);
      int words = 120;
      String almost = String.join(".", Collections.nCopies(words, "a"));
      assertThat(queues(trie, almost)).isEmpty();
      assertThat(queues(trie, almost + ".b")).containsExactly(pattern);
      assertThat(steps(trie, almost)).isLessThanOrEqualTo(2 * (words + 1) * trie.nodes());
    }
  }

  @Test
  void hashesUpHashesDoNotMultiply() {
    String pattern = String.join(".", Collections.nCopies(60, "#"));
    TopicTrie trie = trie(pattern);
    String key = String.join(".", Collections.nCopies(120, "a"));
    assertThat(queues(trie, key)).containsExactly(pattern);
    assertThat(steps(trie, key)).isLessThanOrEqualTo(trie.nodes() + 2);
  }

  private static TopicTrie trie(String... patterns) {
    TopicTrie trie = TopicTrie.EMPTY;
    for (String pattern : patterns) {
      trie = trie.plus(binding(pattern));
    }
    return trie;
  }

  /** Of a queue that is called like the pattern. */
  private static Binding binding(String pattern) {
    return Fixture.toQueue("x", pattern, pattern);
  }

  private static Set<String> match(TopicTrie trie, String key) {
    Set<String> matched = queues(trie, key);
    assertThat(matched).allMatch(pattern -> NaiveMatch.fits(pattern, key));
    return matched;
  }

  private static Set<String> queues(TopicTrie trie, String key) {
    Set<String> names = new TreeSet<>();
    trie.match(key, destination -> assertThat(names.add(destination.name())).isTrue());
    return names;
  }

  private static int steps(TopicTrie trie, String key) {
    return trie.match(key, destination -> {});
  }

  @Test
  void theNaiveMatcherIsRightWhereItIsEasyToSee() {
    assertThat(Arrays.asList("#", "a.#", "a.*", "*.b", "a.b", "#.b"))
        .allMatch(pattern -> NaiveMatch.fits(pattern, "a.b"));
    assertThat(Arrays.asList("", "*", "a", "b.#", "a.b.*"))
        .noneMatch(pattern -> NaiveMatch.fits(pattern, "a.b"));
  }
}
