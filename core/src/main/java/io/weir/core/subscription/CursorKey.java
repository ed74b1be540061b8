package io.weir.core.subscription;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key of a cursor's record in the state partition: {@code subscription/partition/snapshot}, or
 * {@code subscription/partition/delta/slot}. The subscription's name may have slashes itself.
 *
 * @param slot of a delta, or {@link #SNAPSHOT}
 */
record CursorKey(String subscription, int partition, int slot) {
  static final int SNAPSHOT = -1;

  private static final Pattern FORM =
      Pattern.compile(
          "(.*)/(0|[1-9][0-9]{0,8})/(?:snapshot|delta/(0|[1-9][0-9]?))", Pattern.DOTALL);

  ByteBuf bytes() {
    String last = slot == SNAPSHOT ? "snapshot" : "delta/" + slot;
    String text = subscription + "/" + partition + "/" + last;
    return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
  }

  /** What a key names; empty if it is none of a cursor. */
  static Optional<CursorKey> of(ByteBuf bytes) {
    Matcher matcher = FORM.matcher(bytes.toString(StandardCharsets.UTF_8));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int slot = matcher.group(3) == null ? SNAPSHOT : Integer.parseInt(matcher.group(3));
    return Optional.of(new CursorKey(matcher.group(1), Integer.parseInt(matcher.group(2)), slot));
  }
}
