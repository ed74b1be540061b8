package io.weir.core.route;

import java.util.function.Consumer;

/** By the words of the keys, in a trie. */
record TopicMatcher(TopicTrie trie) implements Matcher {

  @Override
  public Matcher plus(Binding binding) {
    return new TopicMatcher(trie.plus(binding));
  }

  @Override
  public Matcher minus(Binding binding) {
    return new TopicMatcher(trie.minus(binding));
  }

  @Override
  public void match(Envelope envelope, Consumer<Destination> to) {
    for (String key : envelope.keys()) {
      trie.match(key, to);
    }
  }
}
