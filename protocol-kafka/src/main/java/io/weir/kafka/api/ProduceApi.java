package io.weir.kafka.api;

import io.netty.buffer.ByteBuf;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.core.failure.Failure;
import io.weir.core.publish.Receipt;
import io.weir.core.topic.Topic;
import io.weir.kafka.api.Denials.Purpose;
import io.weir.kafka.api.TopicLookup.Found;
import io.weir.kafka.api.TopicLookup.Refused;
import io.weir.kafka.api.TopicLookup.Sought;
import io.weir.kafka.mapping.BatchCheck;
import io.weir.kafka.mapping.ErrorCodes;
import java.util.List;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * {@code Produce}: one batch per partition, appended as it is. {@code acks} of 1 and -1 are the
 * same, for the topic says what an append promises; with 0 there is no response, and a failure ends
 * the connection, as in Kafka.
 */
final class ProduceApi implements Api<ProduceRequestData> {
  private static final Versions VERSIONS = new Versions(3, 13);

  private final Broker broker;
  private final Denials denials;
  private final TopicLookup topics;

  ProduceApi(Broker broker) {
    this.broker = broker;
    this.denials = new Denials(broker.core());
    this.topics = new TopicLookup(broker.core());
  }

  @Override
  public ApiKeys key() {
    return ApiKeys.PRODUCE;
  }

  @Override
  public Versions versions() {
    return VERSIONS;
  }

  @Override
  public Future<Reply> answer(ProduceRequestData request, Exchange exchange) {
    Refused whole = refusal(request, exchange);
    Appends appends = new Appends(exchange);
    ProduceResponseData response = new ProduceResponseData();
    for (TopicProduceData data : request.topicData()) {
      TopicProduceResponse answered =
          new TopicProduceResponse().setName(data.name()).setTopicId(data.topicId());
      response.responses().add(answered);
      Sought sought =
          whole != null
              ? whole
              : topics.find(exchange.caller(), data.name(), data.topicId(), Purpose.PUBLISH);
      for (PartitionProduceData partition : data.partitionData()) {
        PartitionProduceResponse result =
            new PartitionProduceResponse().setIndex(partition.index()).setBaseOffset(-1);
        answered.partitionResponses().add(result);
        switch (sought) {
          case Refused refused -> appends.refuse(result, refused.error(), refused.message());
          case Found found -> append(exchange, found.topic(), partition, result, appends);
        }
      }
    }
    return appends
        .whenDone()
        .map(done -> request.acks() == 0 ? appends.silence() : appends.answer(response));
  }

  /** What is wrong with all of a request, or null. */
  private @Nullable Refused refusal(ProduceRequestData request, Exchange exchange) {
    short acks = request.acks();
    if (acks < -1 || acks > 1) {
      return new Refused(Errors.INVALID_REQUIRED_ACKS, "acks is -1, 0 or 1, not " + acks);
    }
    String id = request.transactionalId();
    return id == null || denials.mayUseTransactions(exchange.caller(), id)
        ? null
        : new Refused(Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
  }

  private void append(
      Exchange exchange,
      Topic topic,
      PartitionProduceData data,
      PartitionProduceResponse result,
      Appends appends) {
    if (data.records() == null) {
      appends.refuse(result, Errors.INVALID_RECORD, "a partition without records");
      return;
    }
    ByteBuf batch = exchange.body().batch(data.records());
    BatchCheck.Refusal refusal = BatchCheck.check(batch, exchange.version());
    if (refusal != null) {
      batch.release();
      appends.refuse(result, refusal.error(), refusal.message());
      return;
    }
    appends.add(
        result,
        broker.core().publisher().publishBatch(exchange.caller(), topic, data.index(), batch));
  }

  /** The appends of one request, and what becomes of them. */
  private static final class Appends {
    private final Exchange exchange;
    private final Promise<Void> done = Promise.promise();
    private int open = 1;
    private long throttleMillis;
    private @Nullable String firstFailure;

    Appends(Exchange exchange) {
      this.exchange = exchange;
    }

    void add(PartitionProduceResponse result, Future<Receipt> append) {
      open++;
      append.onComplete(
          receipt -> {
            tell(result, receipt);
            finishOne();
          });
    }

    Future<Void> whenDone() {
      finishOne();
      return done.future();
    }

    private void finishOne() {
      if (--open == 0) {
        done.complete();
      }
    }

    private void tell(PartitionProduceResponse result, AsyncResult<Receipt> append) {
      if (append.succeeded()) {
        Receipt receipt = append.result();
        result.setBaseOffset(receipt.offset()).setLogStartOffset(receipt.logStart());
        throttleMillis = Math.max(throttleMillis, receipt.throttleMillis());
      } else {
        if (append.cause() instanceof Failure.Throttled throttled) {
          throttleMillis = Math.max(throttleMillis, throttled.retryAfterMillis());
        }
        Errors error = ErrorCodes.ofProduce(append.cause());
        refuse(result, error, ErrorCodes.message(append.cause(), error));
      }
    }

    void refuse(PartitionProduceResponse result, Errors error, String message) {
      result.setErrorCode(error.code()).setErrorMessage(message);
      if (firstFailure == null) {
        firstFailure = error + ": " + message;
      }
    }

    Reply answer(ProduceResponseData response) {
      response.setThrottleTimeMs((int) Math.min(throttleMillis, Integer.MAX_VALUE));
      return exchange.answer(response, List.of(), throttleMillis);
    }

    Reply silence() {
      return firstFailure == null
          ? new Reply.Silence(throttleMillis)
          : new Reply.HangUp("a batch sent with acks=0 was not appended, " + firstFailure);
    }
  }
}
