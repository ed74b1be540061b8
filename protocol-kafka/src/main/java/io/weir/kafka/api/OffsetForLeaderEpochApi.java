package io.weir.kafka.api;

import io.vertx.core.Future;
import io.weir.backend.Offsets;
import io.weir.core.tenant.Caller;
import io.weir.core.topic.Topic;
import io.weir.kafka.api.Denials.Purpose;
import io.weir.kafka.api.TopicLookup.Found;
import io.weir.kafka.api.TopicLookup.Sought;
import io.weir.kafka.mapping.ErrorCodes;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopic;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.EpochEndOffset;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.OffsetForLeaderTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * {@code OffsetForLeaderEpoch}: where an epoch ended, by which a consumer finds out that what it
 * read was lost in an unclean stop.
 */
final class OffsetForLeaderEpochApi implements Api<OffsetForLeaderEpochRequestData> {
  private static final Versions VERSIONS = new Versions(2, 4);

  private final Broker broker;
  private final TopicLookup topics;

  OffsetForLeaderEpochApi(Broker broker) {
    this.broker = broker;
    this.topics = new TopicLookup(broker.core());
  }

  @Override
  public ApiKeys key() {
    return ApiKeys.OFFSET_FOR_LEADER_EPOCH;
  }

  @Override
  public Versions versions() {
    return VERSIONS;
  }

  @Override
  public Future<Reply> answer(OffsetForLeaderEpochRequestData request, Exchange exchange) {
    OffsetForLeaderEpochResponseData response = new OffsetForLeaderEpochResponseData();
    List<Future<Void>> lookups = new ArrayList<>();
    for (OffsetForLeaderTopic asked : request.topics()) {
      OffsetForLeaderTopicResult answered =
          new OffsetForLeaderTopicResult().setTopic(asked.topic());
      response.topics().add(answered);
      Sought sought =
          topics.find(exchange.caller(), asked.topic(), Uuid.ZERO_UUID, Purpose.CONSUME);
      for (OffsetForLeaderPartition partition : asked.partitions()) {
        EpochEndOffset result = new EpochEndOffset().setPartition(partition.partition());
        answered.partitions().add(result);
        lookups.add(lookUp(exchange.caller(), sought, partition, result));
      }
    }
    return Future.join(lookups).map(done -> exchange.answer(response));
  }

  private Future<Void> lookUp(
      Caller caller, Sought sought, OffsetForLeaderPartition asked, EpochEndOffset result) {
    if (!(sought instanceof Found(Topic topic))) {
      result.setErrorCode(sought.error().code());
      return Future.succeededFuture();
    }
    int partition = asked.partition();
    if (!topic.hasPartition(partition)) {
      result.setErrorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
      return Future.succeededFuture();
    }
    return broker
        .core()
        .reader()
        .offsets(caller, topic, partition)
        .compose(offsets -> compare(caller, topic, asked, offsets, result))
        .recover(
            cause -> {
              result.setErrorCode(ErrorCodes.ofRead(cause).code());
              return Future.succeededFuture();
            });
  }

  private Future<Void> compare(
      Caller caller,
      Topic topic,
      OffsetForLeaderPartition asked,
      Offsets offsets,
      EpochEndOffset result) {
    Errors wrongEpoch = ErrorCodes.ofLeaderEpoch(asked.currentLeaderEpoch(), offsets.leaderEpoch());
    if (wrongEpoch != Errors.NONE) {
      result.setErrorCode(wrongEpoch.code());
      return Future.succeededFuture();
    }
    if (asked.leaderEpoch() > offsets.leaderEpoch()) {
      return Future.succeededFuture();
    }
    return broker
        .core()
        .reader()
        .endOfEpoch(caller, topic, asked.partition(), asked.leaderEpoch())
        .map(
            end -> {
              end.ifPresent(it -> result.setLeaderEpoch(it.epoch()).setEndOffset(it.endOffset()));
              return null;
            });
  }
}
