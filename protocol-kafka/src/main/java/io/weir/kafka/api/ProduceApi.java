package io.weir.kafka.api;

import io.netty.buffer.ByteBuf;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.core.failure.Failure;
import io.weir.core.publish.Receipt;
import io.weir.core.topic.Topic;
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
  private final TopicLookup topics;

  ProduceApi(Broker broker) {
    this.broker = broker;
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
    short acks = request.acks();
    boolean acksValid = acks >= -1 && acks <= 1;
    Appends appends = new Appends(exchange);
    ProduceResponseData response = new ProduceResponseData();
    for (TopicProduceData data : request.topicData()) {
      TopicProduceResponse answered =
          new TopicProduceResponse().setName(data.name()).setTopicId(data.topicId());
      response.responses().add(answered);
      Topic topic = topics.find(exchange.caller(), data.name(), data.topicId());
      for (PartitionProduceData partition : data.partitionData()) {
        PartitionProduceResponse result =
            new PartitionProduceResponse().setIndex(partition.index()).setBaseOffset(-1);
        answered.partitionResponses().add(result);
        if (!acksValid) {
          appends.refuse(result, Errors.INVALID_REQUIRED_ACKS, "acks is -1, 0 or 1, not " + acks);
        } else if (topic == null) {
          appends.refuse(result, TopicLookup.unknown(data.topicId()), null);
        } else {
          append(exchange, topic, partition, result, appends);
        }
      }
    }
    return appends.whenDone().map(done -> acks == 0 ? appends.silence() : appends.answer(response));
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

    void refuse(PartitionProduceResponse result, Errors error, @Nullable String message) {
      String told = message == null ? error.message() : message;
      result.setErrorCode(error.code()).setErrorMessage(told);
      if (firstFailure == null) {
        firstFailure = error + ": " + told;
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
