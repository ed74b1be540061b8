package io.weir.http.mapping;

import io.vertx.core.buffer.Buffer;
import io.weir.backend.ReadResult;
import io.weir.core.read.CommittedMessages;
import io.weir.http.mapping.Properties.Line;
import io.weir.record.Header;
import io.weir.record.LogRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * The first message of what was read, as HTTP has messages: its body as body, its properties as
 * headers.
 *
 * @param lines the headers
 * @param body the bytes; none where there is no message, or a tombstone
 * @param isThere whether there is a message
 * @param nextOffset where to go on
 * @param passedOver what could not be read before it
 */
public record SingleMessage(
    List<Line> lines,
    Buffer body,
    boolean isThere,
    long nextOffset,
    List<RecordPage.Gap> passedOver) {
  /** The record's key, where it has one. */
  public static final String KEY = "X-Key";

  /** The record's time, in milliseconds since 1970. */
  public static final String TIMESTAMP = "X-Timestamp";

  /** That there is no body at all, which is not an empty one. */
  public static final String TOMBSTONE = "X-Tombstone";

  private static final String OFFSET = "X-Offset";

  /**
   * @param maxInflatedBytes the most that the records of one batch may take
   */
  public static SingleMessage of(ReadResult read, long offset, int maxInflatedBytes) {
    var first = new First();
    long next = CommittedMessages.walk(read, offset, maxInflatedBytes, first);
    return new SingleMessage(first.lines, first.body, first.isThere, next, first.gaps);
  }

  private static final class First implements CommittedMessages.Visitor {
    private final List<Line> lines = new ArrayList<>();
    private final List<RecordPage.Gap> gaps = new ArrayList<>();
    private Buffer body = Buffer.buffer();
    private boolean isThere;

    @Override
    public boolean take(LogRecord message) {
      if (isThere) {
        return false;
      }
      List<Header> headers = message.headers();
      isThere = true;
      lines.add(new Line(OFFSET, Long.toString(message.offset())));
      lines.add(new Line(TIMESTAMP, Long.toString(message.timestamp())));
      byte[] key = Bytes.of(message.key());
      if (key != null) {
        HeaderText text = HeaderText.of(key);
        lines.add(new Line(text.extended() ? KEY + "*" : KEY, text.text()));
      }
      byte[] value = Bytes.of(message.value());
      if (value == null) {
        lines.add(new Line(TOMBSTONE, "true"));
      } else {
        body = Buffer.buffer(value);
      }
      lines.addAll(Properties.ofRecord(headers));
      return true;
    }

    @Override
    public void passOver(long firstOffset, long lastOffset, String reason) {
      gaps.add(new RecordPage.Gap(firstOffset, lastOffset, reason));
    }
  }
}
