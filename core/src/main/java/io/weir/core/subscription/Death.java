package io.weir.core.subscription;

import io.weir.core.publish.PropertyNames;
import io.weir.record.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * That a subscription gave a message up. A message carries its deaths in headers, the latest first,
 * as text: {@code rejected 2 1700000000000 1700000060000 orders}, which is the reason, how often,
 * when first and last, and the subscription. Anybody can write such headers: they are data.
 *
 * @param times how often this subscription gave it up for this reason, from 1
 * @param firstAt milliseconds since 1970
 * @param lastAt milliseconds since 1970
 */
public record Death(Reason reason, int times, long firstAt, long lastAt, String subscription) {
  public static final String HEADER = PropertyNames.RESERVED_PREFIX + "death";

  /** More a message does not carry; what is longest ago is forgotten first. */
  static final int MOST = 32;

  private static final Pattern FORM =
      Pattern.compile("([a-z-]+) ([0-9]{1,9}) ([0-9]{1,18}) ([0-9]{1,18}) (.*)", Pattern.DOTALL);

  /** The deaths among headers; what is none is left out. */
  public static List<Death> in(List<Header> headers) {
    return headers.stream()
        .filter(header -> header.name().equals(HEADER))
        .flatMap(header -> parse(header.text()).stream())
        .limit(MOST)
        .toList();
  }

  private static Optional<Death> parse(@Nullable String text) {
    Matcher matcher = FORM.matcher(text == null ? "" : text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    for (Reason reason : Reason.values()) {
      if (name(reason).equals(matcher.group(1))) {
        return Optional.of(
            new Death(
                reason,
                Integer.parseInt(matcher.group(2)),
                Long.parseLong(matcher.group(3)),
                Long.parseLong(matcher.group(4)),
                matcher.group(5)));
      }
    }
    return Optional.empty();
  }

  /** A history with one more death, which adds to one of the same subscription and reason. */
  static List<Death> after(List<Death> history, String subscription, Reason reason, long now) {
    List<Death> deaths = new ArrayList<>(history);
    Death death = new Death(reason, 1, now, now, subscription);
    for (Death earlier : history) {
      if (earlier.reason == reason && earlier.subscription.equals(subscription)) {
        deaths.remove(earlier);
        int times = earlier.times == Integer.MAX_VALUE ? earlier.times : earlier.times + 1;
        death = new Death(reason, times, earlier.firstAt, now, subscription);
      }
    }
    deaths.addFirst(death);
    return List.copyOf(deaths.subList(0, Math.min(deaths.size(), MOST)));
  }

  Header header() {
    return Header.of(
        HEADER, name(reason) + " " + times + " " + firstAt + " " + lastAt + " " + subscription);
  }

  private static String name(Reason reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
