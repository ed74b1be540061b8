package io.weir.kafka.api;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.weir.backend.EpochEnd;
import io.weir.backend.Isolation;
import io.weir.backend.Offsets;
import io.weir.kafka.api.Denials.Purpose;
import io.weir.kafka.api.TopicLookup.Found;
import io.weir.kafka.api.TopicLookup.Refused;
import io.weir.kafka.api.TopicLookup.Sought;
import io.weir.kafka.codec.BatchBytes;
import io.weir.kafka.fetch.FetchContext;
import io.weir.kafka.fetch.FetchPoll;
import io.weir.kafka.fetch.FetchTarget;
import io.weir.kafka.fetch.PartitionRead;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchRequestData.ForgottenTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.message.FetchResponseData.EpochEndOffset;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * {@code Fetch}: whole batches from the one that holds an offset, with incremental sessions
 * (KIP-227).
 */
final class FetchApi implements Api<FetchRequestData> {
  private static final Versions VERSIONS = new Versions(4, 18);
  private static final int FIRST_VERSION_WITH_IDS = 13;

  /**
   * As much as Apache Kafka answers with by default, whatever a client asks for ({@code
   * fetch.max.bytes}).
   */
  static final int MAX_BYTES = 55 * 1024 * 1024;

  private final Broker broker;
  private final TopicLookup topics;

  FetchApi(Broker broker) {
    this.broker = broker;
    this.topics = new TopicLookup(broker.core());
  }

  @Override
  public ApiKeys key() {
    return ApiKeys.FETCH;
  }

  @Override
  public Versions versions() {
    return VERSIONS;
  }

  @Override
  public Future<Reply> answer(FetchRequestData request, Exchange exchange) {
    boolean byId = exchange.version() >= FIRST_VERSION_WITH_IDS;
    FetchContext context =
        broker
            .sessions()
            .open(
                exchange.caller(),
                request.sessionId(),
                request.sessionEpoch(),
                byId,
                targets(request),
                forgotten(request));
    if (context instanceof FetchContext.Refused refused) {
      return Future.succeededFuture(
          exchange.answer(new FetchResponseData().setErrorCode(refused.error().code())));
    }
    List<FetchTarget> targets = context.targets();
    List<PartitionRead> reads = prepare(targets, exchange);
    Isolation isolation =
        request.isolationLevel() == 1 ? Isolation.COMMITTED : Isolation.UNCOMMITTED;
    FetchPoll poll =
        new FetchPoll(
            broker.vertx(),
            broker.core().reader(),
            exchange.caller(),
            bounds(request, exchange, isolation),
            reads);
    return poll.run(exchange.stopper()).map(done -> reply(context, done, isolation, exchange));
  }

  private static FetchPoll.Bounds bounds(
      FetchRequestData request, Exchange exchange, Isolation isolation) {
    int most = Math.min(MAX_BYTES, exchange.client().bounds().maxUnsentBytes());
    int maxBytes = Math.max(0, Math.min(request.maxBytes(), most));
    return new FetchPoll.Bounds(
        Math.min(request.minBytes(), maxBytes), maxBytes, request.maxWaitMs(), isolation);
  }

  private List<PartitionRead> prepare(List<FetchTarget> targets, Exchange exchange) {
    List<PartitionRead> reads = new ArrayList<>(targets.size());
    FetchTarget.@Nullable Key last = null;
    Sought sought = null;
    for (FetchTarget target : targets) {
      FetchTarget.Key key = target.key();
      if (sought == null || last == null || !key.sameTopic(last)) {
        sought = topics.find(exchange.caller(), key.topic(), key.topicId(), Purpose.CONSUME);
      }
      last = key;
      reads.add(prepare(target, sought));
    }
    return reads;
  }

  private static PartitionRead prepare(FetchTarget target, Sought sought) {
    return switch (sought) {
      case Refused refused -> PartitionRead.refused(target, refused.error());
      case Found found when found.topic().hasPartition(target.key().partition()) ->
          PartitionRead.of(target, found.topic());
      case Found found -> PartitionRead.refused(target, Errors.UNKNOWN_TOPIC_OR_PARTITION);
    };
  }

  private static List<FetchTarget> targets(FetchRequestData request) {
    List<FetchTarget> targets = new ArrayList<>();
    for (FetchTopic topic : request.topics()) {
      for (FetchPartition partition : topic.partitions()) {
        targets.add(
            new FetchTarget(
                new FetchTarget.Key(topic.topic(), topic.topicId(), partition.partition()),
                partition.fetchOffset(),
                partition.partitionMaxBytes(),
                partition.currentLeaderEpoch(),
                partition.lastFetchedEpoch()));
      }
    }
    return targets;
  }

  private static List<FetchTarget.Key> forgotten(FetchRequestData request) {
    List<FetchTarget.Key> forgotten = new ArrayList<>();
    for (ForgottenTopic topic : request.forgottenTopicsData()) {
      for (int partition : topic.partitions()) {
        forgotten.add(new FetchTarget.Key(topic.topic(), topic.topicId(), partition));
      }
    }
    return forgotten;
  }

  private static Reply reply(
      FetchContext context, FetchPoll poll, Isolation isolation, Exchange exchange) {
    FetchContext.Told told = context.tell(poll.reads());
    FetchResponseData response =
        new FetchResponseData()
            .setSessionId(told.sessionId())
            .setThrottleTimeMs(poll.throttleMillis());
    List<ByteBuf> buffers = new ArrayList<>();
    FetchableTopicResponse topic = null;
    FetchTarget.@Nullable Key last = null;
    for (PartitionRead read : told.mentioned()) {
      FetchTarget.Key key = read.target().key();
      if (topic == null || last == null || !key.sameTopic(last)) {
        topic = new FetchableTopicResponse().setTopic(key.topic()).setTopicId(key.topicId());
        response.responses().add(topic);
      }
      last = key;
      ByteBuf batches = read.takeBatches();
      buffers.add(batches);
      topic.partitions().add(partition(read, isolation).setRecords(new BatchBytes(batches)));
    }
    return exchange.answer(response, buffers, poll.throttleMillis());
  }

  private static PartitionData partition(PartitionRead read, Isolation isolation) {
    PartitionData data =
        new PartitionData()
            .setPartitionIndex(read.target().key().partition())
            .setErrorCode(read.error().code())
            .setHighWatermark(-1);
    Offsets offsets = read.offsets();
    if (offsets != null) {
      data.setHighWatermark(offsets.highWatermark())
          .setLastStableOffset(offsets.lastStable())
          .setLogStartOffset(offsets.logStart());
    }
    EpochEnd divergence = read.divergence();
    if (divergence != null) {
      data.setDivergingEpoch(
          new EpochEndOffset().setEpoch(divergence.epoch()).setEndOffset(divergence.endOffset()));
    }
    return data.setAbortedTransactions(isolation == Isolation.COMMITTED ? aborted(read) : null);
  }

  private static List<AbortedTransaction> aborted(PartitionRead read) {
    return read.aborted().stream()
        .map(
            it ->
                new AbortedTransaction()
                    .setProducerId(it.producerId())
                    .setFirstOffset(it.firstOffset()))
        .toList();
  }
}
