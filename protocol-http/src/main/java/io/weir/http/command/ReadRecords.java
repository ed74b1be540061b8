package io.weir.http.command;

import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.weir.backend.Isolation;
import io.weir.backend.Offsets;
import io.weir.backend.ReadResult;
import io.weir.core.failure.Failure;
import io.weir.core.read.Reader;
import io.weir.core.topic.Topic;
import io.weir.http.mapping.RecordPage.Gap;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages of a partition from an offset on, as JSON, or the first of them as bytes. With {@code
 * wait} the reply comes when there is one, or the time is over.
 */
final class ReadRecords implements Command {
  private static final int STANDARD_BYTES = 1 << 20;
  private static final int MOST_BYTES = 8 << 20;
  private static final int MOST_WAIT_MILLIS = 60_000;

  /** How many damaged places are passed over for one reply. */
  private static final int MAX_GAPS = 16;

  /**
   * What is asked for.
   *
   * @param single whether one message is wanted as it is
   * @param gaps what was passed over so far
   */
  record Question(
      Exchange exchange, Topic topic, int partition, int maxBytes, boolean single, List<Gap> gaps) {

    private Reader reader() {
      return exchange.core().reader();
    }
  }

  /** What was read, and from where. */
  record Answer(ReadResult read, long offset) {}

  @Override
  public Future<Reply> run(Exchange exchange) {
    Topic topic = exchange.topic();
    int partition = partition(exchange, topic);
    int maxBytes = exchange.query().number("max_bytes", 1, MOST_BYTES, STANDARD_BYTES);
    int wait = exchange.query().number("wait", 0, MOST_WAIT_MILLIS, 0);
    boolean single = Accept.isSingle(exchange.headers());
    var question = new Question(exchange, topic, partition, maxBytes, single, new ArrayList<>());
    return offset(question)
        .compose(offset -> read(question, offset))
        .compose(
            answer -> wait > 0 ? awaited(question, answer, wait) : Future.succeededFuture(answer))
        .compose(answer -> RecordsReply.to(question, answer));
  }

  private static int partition(Exchange exchange, Topic topic) {
    long number = Query.wholeNumber("partition", String.valueOf(exchange.variable("partition")), 0);
    return topic.partition((int) Math.min(number, Integer.MAX_VALUE)).partition();
  }

  private static Future<Long> offset(Question question) {
    String text = question.exchange().query().text("offset").orElse("earliest");
    return switch (text) {
      case "earliest" -> ends(question).map(Offsets::logStart);
      case "latest" -> ends(question).map(offsets -> offsets.end(Isolation.COMMITTED));
      default -> Future.succeededFuture(Query.wholeNumber("offset (or earliest, latest)", text, 0));
    };
  }

  private static Future<Offsets> ends(Question question) {
    return question
        .reader()
        .offsets(question.exchange().caller(), question.topic(), question.partition());
  }

  /** Reads; damaged places are noted and passed over. */
  private static Future<Answer> read(Question question, long offset) {
    return question
        .reader()
        .read(
            question.exchange().caller(),
            question.topic(),
            question.partition(),
            offset,
            question.maxBytes(),
            Isolation.COMMITTED)
        .map(read -> new Answer(read, offset))
        .recover(cause -> passOver(question, offset, cause));
  }

  private static Future<Answer> passOver(Question question, long offset, Throwable cause) {
    if (cause instanceof Failure.CorruptData damage
        && damage.nextReadable() > offset
        && question.gaps().size() < MAX_GAPS) {
      question
          .gaps()
          .add(new Gap(offset, damage.nextReadable() - 1, String.valueOf(damage.getMessage())));
      return read(question, damage.nextReadable());
    }
    return Future.failedFuture(cause);
  }

  /** If there is nothing yet, waits until there is, or the time is over, or nobody waits more. */
  private static Future<Answer> awaited(Question question, Answer first, int millis) {
    ReadResult read = first.read();
    if (read.batches().isReadable() || !question.gaps().isEmpty()) {
      return Future.succeededFuture(first);
    }
    read.batches().release();
    Answer nothing =
        new Answer(
            new ReadResult(Unpooled.EMPTY_BUFFER, read.offsets(), List.of()), first.offset());
    var wait =
        question
            .reader()
            .awaitAppend(
                question.exchange().caller(),
                question.topic(),
                question.partition(),
                first.offset(),
                Isolation.COMMITTED);
    return new LongPoll(wait, question.exchange().cut())
        .await(millis)
        .compose(
            isThere -> isThere ? read(question, first.offset()) : Future.succeededFuture(nothing));
  }
}
