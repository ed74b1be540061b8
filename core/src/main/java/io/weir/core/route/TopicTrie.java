package io.weir.core.route;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Bindings by the words of their patterns. Immutable: a binding more or less copies the nodes along
 * its pattern and shares the rest; a node that leads to no binding is not there.
 *
 * <p>Matching walks the trie once, word by word, with all nodes at once at which the words so far
 * may have led. A node behind {@code #} is taken in once and stays, since {@code #} may always take
 * one word more; so every node is looked at no more than once for each word, however many {@code #}
 * a pattern has, where trying out what each of them stands for would take exponential time.
 */
final class TopicTrie {
  static final TopicTrie EMPTY = new TopicTrie(Node.EMPTY);

  private final Node root;

  private TopicTrie(Node root) {
    this.root = root;
  }

  /** Compared by identity. */
  private static final class Node {
    static final Node EMPTY = new Node(PersistentMap.empty(), null, null, PersistentMap.empty());

    final PersistentMap<String, Node> words;

    /** Behind {@code *}. */
    final @Nullable Node any;

    /** Behind {@code #}. */
    final @Nullable Node rest;

    /** Those whose pattern ends here. */
    final PersistentMap<Binding, Binding> bindings;

    Node(
        PersistentMap<String, Node> words,
        @Nullable Node any,
        @Nullable Node rest,
        PersistentMap<Binding, Binding> bindings) {
      this.words = words;
      this.any = any;
      this.rest = rest;
      this.bindings = bindings;
    }

    boolean isEmpty() {
      return words.isEmpty() && any == null && rest == null && bindings.isEmpty();
    }

    @Nullable Node child(String word) {
      return switch (word) {
        case "*" -> any;
        case "#" -> rest;
        default -> words.get(word);
      };
    }

    Node with(String word, Node child) {
      Node left = child.isEmpty() ? null : child;
      return switch (word) {
        case "*" -> new Node(words, left, rest, bindings);
        case "#" -> new Node(words, any, left, bindings);
        default ->
            new Node(
                left == null ? words.minus(word) : words.plus(word, left), any, rest, bindings);
      };
    }

    Node with(PersistentMap<Binding, Binding> others) {
      return new Node(words, any, rest, others);
    }
  }

  /** With a binding, whose key is its pattern. */
  TopicTrie plus(Binding binding) {
    return changed(binding.key(), end -> end.with(end.bindings.plus(binding, binding)));
  }

  /** Without a binding. */
  TopicTrie minus(Binding binding) {
    return changed(binding.key(), end -> end.with(end.bindings.minus(binding)));
  }

  private interface Step {
    Node of(Node end);
  }

  /** No recursion: nobody can make a pattern so long that the stack is too short for it. */
  private TopicTrie changed(String pattern, Step change) {
    List<String> words = words(pattern);
    List<Node> path = new ArrayList<>(words.size());
    Node node = root;
    for (String word : words) {
      path.add(node);
      Node child = node.child(word);
      node = child == null ? Node.EMPTY : child;
    }
    Node changed = change.of(node);
    for (int i = path.size() - 1; i >= 0; i--) {
      changed = path.get(i).with(words.get(i), changed);
    }
    return changed.isEmpty() ? EMPTY : new TopicTrie(changed);
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (int from = 0; !text.isEmpty() && from <= text.length(); ) {
      int end = end(text, from);
      words.add(text.substring(from, end));
      from = end + 1;
    }
    return words;
  }

  private static int end(String text, int from) {
    int dot = text.indexOf('.', from);
    return dot < 0 ? text.length() : dot;
  }

  /**
   * Names the destinations of all bindings whose pattern fits a routing key; one may be named more
   * than once. An empty key has no words, a dot stands between two that may be empty.
   *
   * @return how many nodes were looked at, a node again for each word with which it was
   */
  int match(String key, Consumer<Destination> to) {
    return new Descent(to).along(key);
  }

  /** How many nodes there are. */
  int nodes() {
    int count = 0;
    List<Node> left = new ArrayList<>(List.of(root));
    while (!left.isEmpty()) {
      Node node = left.removeLast();
      count++;
      left.addAll(node.words.values());
      if (node.any != null) {
        left.add(node.any);
      }
      if (node.rest != null) {
        left.add(node.rest);
      }
    }
    return count;
  }

  private final class Descent {
    private final Consumer<Destination> to;

    /** Where the words so far lead, and where they lead with the next one. */
    private List<Node> here = new ArrayList<>();

    private List<Node> next = new ArrayList<>();

    /** All nodes behind a {@code #} that were come to. */
    private @Nullable Set<Node> seen;

    /** Those of them behind which there is more. */
    private final List<Node> open = new ArrayList<>();

    private int steps;

    Descent(Consumer<Destination> to) {
      this.to = to;
    }

    int along(String key) {
      arrive(root);
      for (int from = 0; !key.isEmpty() && from <= key.length(); ) {
        int end = end(key, from);
        advance();
        int opened = open.size();
        if (here.isEmpty() && opened == 0) {
          return steps;
        }
        String word = key.substring(from, end);
        here.forEach(node -> follow(node, word));
        for (int i = 0; i < opened; i++) {
          follow(open.get(i), word);
        }
        from = end + 1;
      }
      next.forEach(this::name);
      return steps;
    }

    private void advance() {
      List<Node> former = here;
      here = next;
      next = former;
      next.clear();
    }

    private void follow(Node node, String word) {
      steps++;
      Node literal = node.words.get(word);
      if (literal != null) {
        arrive(literal);
      }
      if (node.any != null) {
        arrive(node.any);
      }
    }

    private void arrive(Node node) {
      next.add(node);
      steps++;
      for (Node rest = node.rest; rest != null && see(rest); rest = rest.rest) {
        steps++;
        name(rest); // whatever words are left
        if (!rest.words.isEmpty() || rest.any != null) {
          open.add(rest);
        }
      }
    }

    private boolean see(Node rest) {
      if (seen == null) {
        seen = new HashSet<>();
      }
      return seen.add(rest);
    }

    private void name(Node node) {
      node.bindings.forEach((binding, same) -> to.accept(binding.destination()));
    }
  }
}
