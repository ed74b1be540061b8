package io.weir.gateway.config;

import io.weir.gateway.config.YamlNode.Items;
import io.weir.gateway.config.YamlNode.Mapping;
import io.weir.gateway.config.YamlNode.Scalar;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads YAML text into nodes that know where they stand. Nothing is made from tags: text stays
 * text.
 */
final class YamlReader {
  static final int MAX_CHARACTERS = 1_000_000;
  private static final int MAX_DEPTH = 20;

  private final String source;
  private final Faults faults;

  YamlReader(String source, Faults faults) {
    this.source = source;
    this.faults = faults;
  }

  /**
   * The document's root; keys without values if the text is empty or is no YAML, which is a fault.
   */
  YamlNode read(String text) {
    var options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(0);
    Where start = Where.in(source, 1, 1);
    if (text.length() > MAX_CHARACTERS) {
      faults.add(start, "this is longer than %d characters".formatted(MAX_CHARACTERS));
      return Mapping.empty(start);
    }
    try {
      Event named = firstNamed(text, options);
      if (named != null) {
        faults.add(
            where(named.getStartMark()),
            "anchors (&) and aliases (*) are not taken; what is meant stands in its place, and text that begins so stands in quotes");
        return Mapping.empty(start);
      }
      Node root = new Yaml(options).compose(new StringReader(text));
      return root == null ? Mapping.empty(start) : node(root);
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      faults.add(mark == null ? start : where(mark), "this is not YAML: " + e.getProblem());
    } catch (YAMLException e) {
      faults.add(start, "this is not YAML: " + e.getMessage());
    }
    return Mapping.empty(start);
  }

  /**
   * The first thing that is given a name, or stands for one that is, before it is ever followed.
   */
  private static @Nullable Event firstNamed(String text, LoaderOptions options) {
    for (Event event : new Yaml(options).parse(new StringReader(text))) {
      if (event instanceof NodeEvent node && node.getAnchor() != null) {
        return event;
      }
    }
    return null;
  }

  private YamlNode node(Node node) {
    return switch (node) {
      case ScalarNode scalar -> new Scalar(where(scalar), scalar.getValue(), type(scalar.getTag()));
      case SequenceNode sequence -> items(sequence);
      case MappingNode mapping -> mapping(mapping);
      default -> throw new IllegalStateException("an unresolved alias at " + where(node).text());
    };
  }

  private Items items(SequenceNode sequence) {
    List<YamlNode> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      items.add(node(item));
    }
    return new Items(where(sequence), items);
  }

  private Mapping mapping(MappingNode mapping) {
    Map<String, Mapping.Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Node keyNode = tuple.getKeyNode();
      Where where = where(keyNode);
      if (!(keyNode instanceof ScalarNode key)) {
        faults.add(where, "expected a key, found something with parts of its own");
        continue;
      }
      var entry = new Mapping.Entry(where, node(tuple.getValueNode()));
      Mapping.Entry earlier = entries.putIfAbsent(key.getValue(), entry);
      if (earlier != null) {
        faults.add(
            where,
            "'" + key.getValue() + "' stands here again; it stood at " + earlier.key().text());
      }
    }
    return new Mapping(where(mapping), entries);
  }

  private static Scalar.Type type(Tag tag) {
    if (tag.equals(Tag.INT)) {
      return Scalar.Type.INTEGER;
    }
    if (tag.equals(Tag.FLOAT)) {
      return Scalar.Type.NUMBER;
    }
    if (tag.equals(Tag.BOOL)) {
      return Scalar.Type.BOOLEAN;
    }
    return tag.equals(Tag.NULL) ? Scalar.Type.NULL : Scalar.Type.TEXT;
  }

  private Where where(Node node) {
    return where(node.getStartMark());
  }

  private Where where(Mark mark) {
    return Where.in(source, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
