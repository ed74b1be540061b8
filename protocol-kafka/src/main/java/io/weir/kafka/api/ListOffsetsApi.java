package io.weir.kafka.api;

import static org.apache.kafka.common.requests.ListOffsetsRequest.EARLIEST_LOCAL_TIMESTAMP;
import static org.apache.kafka.common.requests.ListOffsetsRequest.EARLIEST_PENDING_UPLOAD_TIMESTAMP;
import static org.apache.kafka.common.requests.ListOffsetsRequest.EARLIEST_TIMESTAMP;
import static org.apache.kafka.common.requests.ListOffsetsRequest.LATEST_TIERED_TIMESTAMP;
import static org.apache.kafka.common.requests.ListOffsetsRequest.LATEST_TIMESTAMP;
import static org.apache.kafka.common.requests.ListOffsetsRequest.MAX_TIMESTAMP;

import io.vertx.core.Future;
import io.weir.backend.Isolation;
import io.weir.backend.Offsets;
import io.weir.backend.TimestampedOffset;
import io.weir.core.read.Reader;
import io.weir.core.topic.Topic;
import io.weir.kafka.api.Denials.Purpose;
import io.weir.kafka.api.TopicLookup.Found;
import io.weir.kafka.api.TopicLookup.Sought;
import io.weir.kafka.mapping.ErrorCodes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsTopicResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * {@code ListOffsets}: first, last, or first not before a time. Since nothing is tiered, the
 * earliest local offset is the earliest one, and there is no latest tiered one nor one that waits
 * for an upload.
 */
final class ListOffsetsApi implements Api<ListOffsetsRequestData> {
  private static final Versions VERSIONS = new Versions(1, 11);

  private final Broker broker;
  private final TopicLookup topics;

  ListOffsetsApi(Broker broker) {
    this.broker = broker;
    this.topics = new TopicLookup(broker.core());
  }

  @Override
  public ApiKeys key() {
    return ApiKeys.LIST_OFFSETS;
  }

  @Override
  public Versions versions() {
    return VERSIONS;
  }

  @Override
  public Future<Reply> answer(ListOffsetsRequestData request, Exchange exchange) {
    Isolation isolation =
        request.isolationLevel() == 1 ? Isolation.COMMITTED : Isolation.UNCOMMITTED;
    ListOffsetsResponseData response = new ListOffsetsResponseData();
    List<Future<Void>> lookups = new ArrayList<>();
    for (ListOffsetsTopic asked : request.topics()) {
      ListOffsetsTopicResponse answered = new ListOffsetsTopicResponse().setName(asked.name());
      response.topics().add(answered);
      Sought sought = topics.find(exchange.caller(), asked.name(), Uuid.ZERO_UUID, Purpose.CONSUME);
      Set<Integer> seen = new HashSet<>();
      for (ListOffsetsPartition partition : asked.partitions()) {
        var result =
            new ListOffsetsPartitionResponse().setPartitionIndex(partition.partitionIndex());
        answered.partitions().add(result);
        Errors refusal = refusal(sought, partition, exchange.version());
        if (!seen.add(partition.partitionIndex())) {
          refusal = Errors.INVALID_REQUEST;
        }
        if (sought instanceof Found found && refusal == Errors.NONE) {
          lookups.add(new Lookup(exchange, found.topic(), partition, isolation, result).run());
        } else {
          result.setErrorCode(refusal.code());
        }
      }
    }
    return Future.join(lookups).map(done -> exchange.answer(response));
  }

  private static Errors refusal(Sought sought, ListOffsetsPartition partition, short version) {
    if (!(sought instanceof Found found)) {
      return sought.error();
    }
    if (!found.topic().hasPartition(partition.partitionIndex())) {
      return Errors.UNKNOWN_TOPIC_OR_PARTITION;
    }
    return version >= firstVersionOf(partition.timestamp())
        ? Errors.NONE
        : Errors.UNSUPPORTED_VERSION;
  }

  /** Since when a special timestamp means something. */
  private static int firstVersionOf(long timestamp) {
    if (timestamp >= EARLIEST_TIMESTAMP) {
      return VERSIONS.oldest();
    } else if (timestamp == MAX_TIMESTAMP) {
      return 7;
    } else if (timestamp == EARLIEST_LOCAL_TIMESTAMP) {
      return 8;
    } else if (timestamp == LATEST_TIERED_TIMESTAMP) {
      return 9;
    }
    return timestamp == EARLIEST_PENDING_UPLOAD_TIMESTAMP ? 11 : Integer.MAX_VALUE;
  }

  /** One partition's answer in the making. */
  private final class Lookup {
    private final Exchange exchange;
    private final Topic topic;
    private final ListOffsetsPartition asked;
    private final Isolation isolation;
    private final ListOffsetsPartitionResponse result;
    private final Reader reader = broker.core().reader();

    Lookup(
        Exchange exchange,
        Topic topic,
        ListOffsetsPartition asked,
        Isolation isolation,
        ListOffsetsPartitionResponse result) {
      this.exchange = exchange;
      this.topic = topic;
      this.asked = asked;
      this.isolation = isolation;
      this.result = result;
    }

    /** Never fails. */
    Future<Void> run() {
      return reader
          .offsets(exchange.caller(), topic, asked.partitionIndex())
          .compose(this::find)
          .recover(
              cause -> {
                result.setErrorCode(ErrorCodes.ofRead(cause).code());
                return Future.succeededFuture();
              });
    }

    private Future<Void> find(Offsets offsets) {
      Errors wrongEpoch =
          ErrorCodes.ofLeaderEpoch(asked.currentLeaderEpoch(), offsets.leaderEpoch());
      if (wrongEpoch != Errors.NONE) {
        result.setErrorCode(wrongEpoch.code());
        return Future.succeededFuture();
      }
      long timestamp = asked.timestamp();
      if (timestamp == LATEST_TIMESTAMP) {
        return found(offsets.end(isolation), offsets.leaderEpoch());
      } else if (timestamp == EARLIEST_TIMESTAMP || timestamp == EARLIEST_LOCAL_TIMESTAMP) {
        return found(offsets.logStart(), -1);
      } else if (timestamp == MAX_TIMESTAMP) {
        return reader
            .offsetOfMaxTimestamp(exchange.caller(), topic, asked.partitionIndex())
            .compose(max -> found(max, offsets));
      } else if (timestamp < 0) {
        return found(-1, -1);
      }
      return reader
          .offsetForTimestamp(exchange.caller(), topic, asked.partitionIndex(), timestamp)
          .compose(first -> found(first, offsets));
    }

    private Future<Void> found(long offset, int leaderEpoch) {
      result.setOffset(offset);
      setLeaderEpoch(leaderEpoch);
      return Future.succeededFuture();
    }

    private Future<Void> found(Optional<TimestampedOffset> place, Offsets offsets) {
      if (place.isPresent() && place.get().offset() < offsets.end(isolation)) {
        result.setOffset(place.get().offset()).setTimestamp(place.get().timestamp());
        setLeaderEpoch(place.get().leaderEpoch());
      }
      return Future.succeededFuture();
    }

    private void setLeaderEpoch(int leaderEpoch) {
      if (exchange.version() >= 4) {
        result.setLeaderEpoch(leaderEpoch);
      }
    }
  }
}
