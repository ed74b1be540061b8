package io.weir.gateway.config;

import static java.util.Map.entry;

import io.weir.backend.Durability;
import io.weir.backend.Retention;
import io.weir.core.access.Access.Operation;
import io.weir.core.place.Cidr;
import io.weir.core.place.EndpointId;
import io.weir.core.tenant.Names;
import io.weir.core.unit.DataSize;
import io.weir.core.unit.TimeSpan;
import io.weir.gateway.config.YamlNode.Scalar;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a single value of some Java type is written.
 *
 * @param yaml as what YAML must read it
 * @param expected what is expected, for messages
 * @param pattern that the text matches, or null for any
 * @param parse throws {@link IllegalArgumentException} with a sentence
 */
record ScalarType<T>(
    Scalar.Type yaml, String expected, @Nullable String pattern, Function<String, T> parse) {

  private static final Map<Class<?>, ScalarType<?>> ALL =
      Map.ofEntries(
          entry(String.class, text("text", null, text -> text)),
          entry(Path.class, text("a path", null, Path::of)),
          entry(
              int.class,
              new ScalarType<>(
                  Scalar.Type.INTEGER, "a whole number", "[0-9]{1,9}", Integer::valueOf)),
          entry(
              boolean.class,
              new ScalarType<>(
                  Scalar.Type.BOOLEAN, "true or false", "true|false", Boolean::valueOf)),
          entry(
              Duration.class,
              text("a span of time, for example 30s", TimeSpan.PATTERN, TimeSpan::parse)),
          entry(
              Bytes.class,
              text(
                  "an amount of data, for example 20MB",
                  DataSize.PATTERN,
                  it -> new Bytes(DataSize.parse(it)))),
          entry(
              Period.class,
              text(
                  "a span of time, for example 7d, or forever",
                  TimeSpan.PATTERN + "|" + Period.FOREVER,
                  ScalarType::period)),
          entry(Authority.class, text("host:port", ".+:[0-9]{1,5}", Authority::parse)),
          entry(
              Frequency.class,
              text("a number a second, for example 2000/s", Frequency.PATTERN, Frequency::parse)),
          entry(
              Throughput.class,
              text(
                  "an amount of data a second, for example 20MB/s",
                  Throughput.PATTERN,
                  Throughput::parse)),
          entry(
              Cidr.class,
              text(
                  "a range of addresses, for example 10.20.0.0/16",
                  "[0-9A-Fa-f:.]+(/[0-9]{1,3})?",
                  Cidr::parse)),
          entry(
              EndpointId.class,
              text(
                  "a private endpoint, for example aws:vpce-0a1b2c3d",
                  "(aws|azure|gcp|alibaba):.+",
                  EndpointId::parse)),
          entry(URI.class, text("a URL", null, ScalarType::uri)),
          entry(Durability.class, words(Durability.values())),
          entry(ClientCertificates.class, words(ClientCertificates.values())),
          entry(ProxyProtocolConfig.Mode.class, words(ProxyProtocolConfig.Mode.values())),
          entry(Operation.class, words(Operation.values())),
          entry(Names.class, words(Names.values())));

  /** How values of a type are written, or null for types that are not single values. */
  static @Nullable ScalarType<?> of(Class<?> type) {
    return ALL.get(type == Integer.class ? int.class : type);
  }

  /** Reads a value; a fault gives null. */
  @Nullable T read(YamlNode node, Faults faults) {
    if (!(node instanceof Scalar scalar) || scalar.type() != yaml && !isWord(scalar)) {
      String quotes =
          yaml == Scalar.Type.TEXT
                  && node instanceof Scalar scalar
                  && scalar.type() != Scalar.Type.NULL
              ? "; in quotes it would be text"
              : "";
      faults.add(node.where(), "expected " + expected + ", found " + node.kind() + quotes);
      return null;
    }
    if (yaml != Scalar.Type.TEXT && pattern != null && !scalar.text().matches(pattern)) {
      faults.add(node.where(), "expected " + expected + ", found " + node.kind());
      return null;
    }
    try {
      return parse.apply(scalar.text());
    } catch (IllegalArgumentException e) {
      faults.add(node.where(), String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** YAML reads some words, such as off, as truth values. */
  private boolean isWord(Scalar scalar) {
    return yaml == Scalar.Type.TEXT
        && scalar.type() == Scalar.Type.BOOLEAN
        && pattern != null
        && scalar.text().matches(pattern);
  }

  private static <T> ScalarType<T> text(
      String expected, @Nullable String pattern, Function<String, T> parse) {
    return new ScalarType<>(Scalar.Type.TEXT, expected, pattern, parse);
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("expected a URL, found '" + text + "'", e);
    }
  }

  private static Period period(String text) {
    return text.equals(Period.FOREVER)
        ? new Period(Retention.UNLIMITED)
        : new Period(TimeSpan.parse(text).toMillis());
  }

  private static <E extends Enum<E>> ScalarType<E> words(E[] values) {
    Map<String, E> byWord =
        Arrays.stream(values)
            .collect(Collectors.toMap(it -> it.name().toLowerCase(Locale.ROOT), it -> it));
    List<String> known =
        Arrays.stream(values).map(it -> it.name().toLowerCase(Locale.ROOT)).toList();
    String expected = "one of " + String.join(", ", known);
    return text(
        expected,
        String.join("|", known),
        word -> {
          E value = byWord.get(word);
          if (value == null) {
            throw new IllegalArgumentException(
                "expected " + expected + ", found '" + word + "'" + Nearest.hint(word, known));
          }
          return value;
        });
  }
}
