package io.weir.http.command;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.backend.Isolation;
import io.weir.backend.ReadResult;
import io.weir.core.event.Event;
import io.weir.core.failure.Failure;
import io.weir.core.topic.Topic;
import io.weir.http.mapping.RecordPage;
import io.weir.http.mapping.RecordPage.Gap;
import io.weir.http.mapping.SingleMessage;
import io.weir.protocol.LimitedLog;
import io.weir.record.Batches;
import io.weir.record.Compression;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.slf4j.LoggerFactory;

/**
 * Messages of a partition from an offset on, as JSON, or the first of them as bytes. With {@code
 * wait} the reply comes when there is one, or the time is over.
 */
final class ReadRecords implements Command {
  private static final LimitedLog LOG = new LimitedLog(LoggerFactory.getLogger(ReadRecords.class));
  private static final int STANDARD_BYTES = 1 << 20;
  private static final int MOST_BYTES = 8 << 20;
  private static final int MOST_WAIT_MILLIS = 60_000;

  /**
   * What the records of one batch may take; Kafka's brokers take batches of 1 MiB, and compression
   * makes much of little.
   */
  private static final int MAX_INFLATED_BYTES = 32 << 20;

  /** What a loop may turn into JSON by itself; more is for other threads. */
  private static final int QUICK_BYTES = 64 << 10;

  /** How many damaged places are passed over for one reply. */
  private static final int MAX_GAPS = 16;

  /** What is asked for, and what was passed over so far. */
  private record Question(
      Exchange exchange,
      Topic topic,
      int partition,
      int maxBytes,
      boolean single,
      List<Gap> gaps) {}

  /** What was read, and from where. */
  private record Answer(ReadResult read, long offset) {}

  @Override
  public Future<Reply> run(Exchange exchange) {
    Topic topic = exchange.topic();
    int partition = partition(exchange, topic);
    int maxBytes = exchange.query().number("max_bytes", 1, MOST_BYTES, STANDARD_BYTES);
    int wait = exchange.query().number("wait", 0, MOST_WAIT_MILLIS, 0);
    var question =
        new Question(
            exchange,
            topic,
            partition,
            maxBytes,
            Accept.isSingle(exchange.headers()),
            new ArrayList<>());
    return offset(question)
        .compose(offset -> read(question, offset))
        .compose(
            answer -> wait > 0 ? awaited(question, answer, wait) : Future.succeededFuture(answer))
        .compose(answer -> reply(question, answer));
  }

  private static int partition(Exchange exchange, Topic topic) {
    long number = Query.wholeNumber("partition", String.valueOf(exchange.variable("partition")), 0);
    return topic.partition((int) Math.min(number, Integer.MAX_VALUE)).partition();
  }

  private static Future<Long> offset(Question question) {
    Exchange exchange = question.exchange();
    String text = exchange.query().text("offset").orElse("earliest");
    return switch (text) {
      case "earliest" ->
          exchange
              .core()
              .reader()
              .offsets(exchange.caller(), question.topic(), question.partition())
              .map(offsets -> offsets.logStart());
      case "latest" ->
          exchange
              .core()
              .reader()
              .offsets(exchange.caller(), question.topic(), question.partition())
              .map(offsets -> offsets.end(Isolation.COMMITTED));
      default -> {
        try {
          yield Future.succeededFuture(Query.wholeNumber("offset (or earliest, latest)", text, 0));
        } catch (Failure e) {
          yield Future.failedFuture(e);
        }
      }
    };
  }

  /** Reads; damaged places are noted and passed over. */
  private static Future<Answer> read(Question question, long offset) {
    Exchange exchange = question.exchange();
    return exchange
        .core()
        .reader()
        .read(
            exchange.caller(),
            question.topic(),
            question.partition(),
            offset,
            question.maxBytes(),
            Isolation.COMMITTED)
        .map(read -> new Answer(read, offset))
        .recover(
            cause -> {
              if (cause instanceof Failure.CorruptData damage
                  && damage.nextReadable() > offset
                  && question.gaps().size() < MAX_GAPS) {
                question
                    .gaps()
                    .add(
                        new Gap(
                            offset,
                            damage.nextReadable() - 1,
                            String.valueOf(damage.getMessage())));
                return read(question, damage.nextReadable());
              }
              return Future.failedFuture(cause);
            });
  }

  /**
   * If there is nothing yet, waits until there is, or the time is over, or nobody waits any more.
   */
  private static Future<Answer> awaited(Question question, Answer first, int millis) {
    if (first.read().batches().isReadable() || !question.gaps().isEmpty()) {
      return Future.succeededFuture(first);
    }
    Exchange exchange = question.exchange();
    return new LongPoll(
            exchange
                .core()
                .reader()
                .awaitAppend(
                    exchange.caller(),
                    question.topic(),
                    question.partition(),
                    first.offset(),
                    Isolation.COMMITTED),
            exchange.cut())
        .await(millis)
        .compose(
            isThere -> {
              if (!isThere) {
                return Future.succeededFuture(first);
              }
              first.read().batches().release();
              return read(question, first.offset());
            },
            failure -> {
              first.read().batches().release();
              return Future.failedFuture(failure);
            });
  }

  private static Future<Reply> reply(Question question, Answer answer) {
    int bytes = answer.read().batches().readableBytes();
    try {
      question.exchange().charge(bytes);
    } catch (Failure e) {
      answer.read().batches().release();
      return Future.failedFuture(e);
    }
    Supplier<Reply> reply =
        () -> {
          try {
            return question.single() ? single(question, answer) : page(question, answer);
          } finally {
            answer.read().batches().release();
          }
        };
    Context context = Vertx.currentContext();
    return context == null || (bytes <= QUICK_BYTES && !isCompressed(answer.read()))
        ? Future.succeededFuture(reply.get())
        : context.executeBlocking(reply::get, false);
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
    Exchange exchange = question.exchange();
    for (Gap gap : gaps) {
      LOG.client(
          "topic '{}' partition {}: offsets {} to {} cannot be read and are passed over: {}",
          question.topic().name(),
          question.partition(),
          gap.firstOffset(),
          gap.lastOffset(),
          gap.reason());
      exchange
          .core()
          .events()
          .emit(
              () ->
                  new Event.PassedOver(
                      exchange.caller(),
                      question.topic(),
                      question.partition(),
                      gap.firstOffset(),
                      gap.lastOffset(),
                      gap.reason()));
    }
  }

  private static boolean isCompressed(ReadResult read) {
    return StreamSupport.stream(Batches.in(read.batches()).spliterator(), false)
        .anyMatch(batch -> batch.compression() != Compression.NONE);
  }
}
