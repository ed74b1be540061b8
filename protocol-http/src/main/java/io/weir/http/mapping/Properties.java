package io.weir.http.mapping;

import static io.weir.core.publish.PropertyNames.BAGGAGE;
import static io.weir.core.publish.PropertyNames.CONTENT_ENCODING;
import static io.weir.core.publish.PropertyNames.CONTENT_TYPE;
import static io.weir.core.publish.PropertyNames.CORRELATION_ID;
import static io.weir.core.publish.PropertyNames.MESSAGE_ID;
import static io.weir.core.publish.PropertyNames.REPLY_TO;
import static io.weir.core.publish.PropertyNames.RESERVED_PREFIX;
import static io.weir.core.publish.PropertyNames.TRACEPARENT;
import static io.weir.core.publish.PropertyNames.TRACESTATE;

import io.weir.core.failure.Failure.InvalidRequest;
import io.weir.record.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Properties of a message in HTTP headers and in a record's headers; {@code docs/mapping.md} is the
 * table.
 *
 * <p>Some have an HTTP header of their own, {@code ce-} attributes are CloudEvents' own, everything
 * else stands under {@code X-Prop-}. What has a header of its own cannot be given under {@code
 * X-Prop-} too.
 */
public final class Properties {
  static final String PREFIX = "x-prop-";
  private static final String EVENT_PREFIX = "ce-";
  private static final String RECORD_EVENT_PREFIX = "ce_";
  private static final Pattern EVENT_ATTRIBUTE = Pattern.compile("[a-z0-9]+");

  /** What CloudEvents leaves as it is: printable ASCII but space, quote and percent. */
  private static final String EVENT_LITERAL = "!#$&'()*+,-./:;<=>?@[\\]^_`{|}~";

  /**
   * Of the characters that HTTP allows in a header's name, all but percent, asterisk and capitals.
   */
  private static final String NAME_LITERAL = "!#$&'+-.^_`|~";

  /** By their names in a record, with the spelling that HTTP is used to. */
  private static final Map<String, String> OWN =
      Map.of(
          CONTENT_TYPE, "Content-Type",
          CONTENT_ENCODING, "Content-Encoding",
          MESSAGE_ID, "Message-Id",
          CORRELATION_ID, "Correlation-Id",
          REPLY_TO, "Reply-To",
          TRACEPARENT, "traceparent",
          TRACESTATE, "tracestate",
          BAGGAGE, "baggage");

  /** These may come in several lines, which are one list. */
  private static final Set<String> LISTS = Set.of(TRACESTATE, BAGGAGE);

  private Properties() {}

  /**
   * The record's headers for those of a request, in their order.
   *
   * @throws InvalidRequest naming the header that cannot be kept
   */
  public static List<Header> ofRequest(Iterable<Map.Entry<String, String>> request) {
    List<Header> headers = new ArrayList<>();
    Set<String> given = new HashSet<>();
    for (Map.Entry<String, String> line : request) {
      String name = line.getKey().toLowerCase(Locale.ROOT);
      boolean extended = name.endsWith("*");
      String plain = extended ? name.substring(0, name.length() - 1) : name;
      if (OWN.containsKey(plain)) {
        addOwn(headers, given, plain, value(line, extended));
      } else if (plain.startsWith(PREFIX)) {
        headers.add(new Header(propertyName(line.getKey(), plain), value(line, extended)));
      } else if (name.startsWith(EVENT_PREFIX)
          && EVENT_ATTRIBUTE.matcher(name.substring(EVENT_PREFIX.length())).matches()) {
        headers.add(
            new Header(
                RECORD_EVENT_PREFIX + name.substring(EVENT_PREFIX.length()),
                Percent.decode(line.getValue(), false)));
      }
    }
    return headers;
  }

  /** An HTTP header. */
  public record Line(String name, String value) {}

  /** The lines of a response for a record's headers, in their order; Weir's own are left out. */
  public static List<Line> ofRecord(List<Header> headers) {
    List<Line> lines = new ArrayList<>();
    Set<String> given = new HashSet<>();
    for (Header header : headers) {
      if (!header.name().startsWith(RESERVED_PREFIX)) {
        lines.add(line(header, given));
      }
    }
    return lines;
  }

  private static Line line(Header header, Set<String> given) {
    String own = OWN.get(header.name());
    // A second one would be read as a part of the first.
    if (own != null && given.add(header.name())) {
      return withValue(own, header);
    }
    if (isEvent(header.name())) {
      byte[] value = header.value();
      return new Line(
          EVENT_PREFIX + header.name().substring(RECORD_EVENT_PREFIX.length()),
          Percent.encode(value == null ? new byte[0] : value, EVENT_LITERAL));
    }
    byte[] name = header.name().getBytes(StandardCharsets.UTF_8);
    return withValue("X-Prop-" + encodeName(name), header);
  }

  private static Line withValue(String name, Header header) {
    HeaderText text = HeaderText.of(header.value());
    return new Line(text.extended() ? name + "*" : name, text.text());
  }

  private static byte[] value(Map.Entry<String, String> line, boolean extended) {
    return extended
        ? HeaderText.extended(line.getKey(), line.getValue())
        : HeaderText.plain(line.getValue());
  }

  private static void addOwn(List<Header> headers, Set<String> given, String name, byte[] value) {
    if (given.add(name)) {
      headers.add(new Header(name, value));
      return;
    }
    if (!LISTS.contains(name)) {
      throw new InvalidRequest(OWN.get(name) + " is given twice, and a message has one");
    }
    headers.replaceAll(header -> header.name().equals(name) ? joined(header, value) : header);
  }

  private static Header joined(Header first, byte[] more) {
    return Header.of(first.name(), first.text() + "," + new String(more, StandardCharsets.UTF_8));
  }

  private static String propertyName(String header, String lowerCase) {
    String name = Percent.decodePath(lowerCase.substring(PREFIX.length()));
    String own = OWN.get(name);
    if (own != null) {
      throw new InvalidRequest(header + ": this property has a header of its own, " + own);
    }
    if (isEvent(name)) {
      throw new InvalidRequest(
          header
              + ": CloudEvents attributes are given as ce-"
              + name.substring(RECORD_EVENT_PREFIX.length()));
    }
    if (name.startsWith(RESERVED_PREFIX)) {
      throw new InvalidRequest(
          header + ": names that begin with " + RESERVED_PREFIX + " are Weir's own");
    }
    return name;
  }

  private static boolean isEvent(String name) {
    return name.startsWith(RECORD_EVENT_PREFIX)
        && EVENT_ATTRIBUTE.matcher(name.substring(RECORD_EVENT_PREFIX.length())).matches();
  }

  /** HTTP knows no capitals in names, so they are escaped. */
  private static String encodeName(byte[] name) {
    var encoded = new StringBuilder();
    for (byte b : name) {
      boolean capital = b >= 'A' && b <= 'Z';
      encoded.append(
          capital ? "%" + Integer.toHexString(b) : Percent.encode(new byte[] {b}, NAME_LITERAL));
    }
    return encoded.toString();
  }
}
