package io.weir.http.command;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.backend.ReadResult;
import io.weir.core.event.Event;
import io.weir.core.failure.Failure;
import io.weir.http.command.ReadRecords.Answer;
import io.weir.http.command.ReadRecords.Question;
import io.weir.http.mapping.RecordPage;
import io.weir.http.mapping.RecordPage.Gap;
import io.weir.http.mapping.SingleMessage;
import io.weir.protocol.LimitedLog;
import io.weir.record.Batches;
import io.weir.record.Compression;
import io.weir.record.RecordBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;

/** Makes a reply of what was read, and says what could not be. */
final class RecordsReply {
  private static final LimitedLog LOG = new LimitedLog(LoggerFactory.getLogger(ReadRecords.class));

  /**
   * What the records of one batch may take; topics take batches of 1 MiB unless told otherwise, and
   * compression makes much of little.
   */
  private static final int MAX_INFLATED_BYTES = 32 << 20;

  /** What a loop may turn into JSON by itself; more is for other threads. */
  private static final int QUICK_BYTES = 64 << 10;

  private RecordsReply() {}

  /** Releases what was read. */
  static Future<Reply> to(Question question, Answer answer) {
    ReadResult read = answer.read();
    int bytes = read.batches().readableBytes();
    Callable<Reply> reply =
        () -> {
          try {
            return question.single() ? single(question, answer) : page(question, answer);
          } finally {
            read.batches().release();
          }
        };
    try {
      question.exchange().charge(bytes);
    } catch (Failure e) {
      read.batches().release();
      return Future.failedFuture(e);
    }
    Context context = Vertx.currentContext();
    if (context != null && (bytes > QUICK_BYTES || isCompressed(read))) {
      return context
          .executeBlocking(reply, false)
          .map(made -> charged(question, requireNonNull(made), bytes));
    }
    try {
      return Future.succeededFuture(charged(question, reply.call(), bytes));
    } catch (Exception e) {
      return Future.failedFuture(e);
    }
  }

  /**
   * Takes memory for what the reply has beyond the bytes it was made of: they may be compressed.
   */
  private static Reply charged(Question question, Reply reply, int bytes) {
    question.exchange().charge(Math.max(0, reply.body().length() - bytes));
    return reply;
  }

  private static Reply page(Question question, Answer answer) {
    RecordPage page =
        RecordPage.of(
            answer.read(),
            answer.offset(),
            question.maxBytes(),
            MAX_INFLATED_BYTES,
            question.gaps());
    name(question, page.passedOver());
    return Reply.json(200, page.body());
  }

  private static Reply single(Question question, Answer answer) {
    SingleMessage message = SingleMessage.of(answer.read(), answer.offset(), MAX_INFLATED_BYTES);
    List<Gap> gaps = new ArrayList<>(question.gaps());
    gaps.addAll(message.passedOver());
    name(question, gaps);
    Reply reply = new Reply(message.isThere() ? 200 : 204, message.lines(), message.body());
    boolean typed = message.lines().stream().anyMatch(line -> line.name().equals("Content-Type"));
    if (message.isThere() && !typed) {
      reply = reply.with("Content-Type", "application/octet-stream");
    }
    return reply
        .with("X-Partition", Integer.toString(question.partition()))
        .with("X-Next-Offset", Long.toString(message.nextOffset()))
        .with("X-High-Watermark", Long.toString(answer.read().offsets().highWatermark()));
  }

  /** Says in the log, and to those who count, what nobody could read. */
  private static void name(Question question, List<Gap> gaps) {
    for (Gap gap : gaps) {
      LOG.client(
          "topic '{}' partition {}: offsets {} to {} cannot be read and are passed over: {}",
          question.topic().name(),
          question.partition(),
          gap.firstOffset(),
          gap.lastOffset(),
          gap.reason());
      question
          .exchange()
          .core()
          .events()
          .emit(
              () ->
                  new Event.PassedOver(
                      question.exchange().caller(),
                      question.topic(),
                      question.partition(),
                      gap.firstOffset(),
                      gap.lastOffset(),
                      gap.reason()));
    }
  }

  private static boolean isCompressed(ReadResult read) {
    for (RecordBatch batch : Batches.in(read.batches())) {
      if (batch.compression() != Compression.NONE) {
        return true;
      }
    }
    return false;
  }
}
