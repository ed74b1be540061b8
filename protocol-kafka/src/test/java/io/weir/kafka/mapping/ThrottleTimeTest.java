package io.weir.kafka.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.requests.AbstractResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Checked against what Apache Kafka's clients read out of a response. */
class ThrottleTimeTest {
  static final List<ApiKeys> APIS =
      List.of(
          ApiKeys.PRODUCE,
          ApiKeys.FETCH,
          ApiKeys.LIST_OFFSETS,
          ApiKeys.METADATA,
          ApiKeys.OFFSET_COMMIT,
          ApiKeys.OFFSET_FETCH,
          ApiKeys.FIND_COORDINATOR,
          ApiKeys.JOIN_GROUP,
          ApiKeys.HEARTBEAT,
          ApiKeys.LEAVE_GROUP,
          ApiKeys.SYNC_GROUP,
          ApiKeys.DESCRIBE_GROUPS,
          ApiKeys.LIST_GROUPS,
          ApiKeys.DELETE_GROUPS,
          ApiKeys.API_VERSIONS,
          ApiKeys.CREATE_TOPICS,
          ApiKeys.DELETE_TOPICS,
          ApiKeys.INIT_PRODUCER_ID,
          ApiKeys.OFFSET_FOR_LEADER_EPOCH,
          ApiKeys.DESCRIBE_CONFIGS,
          ApiKeys.CREATE_PARTITIONS,
          ApiKeys.INCREMENTAL_ALTER_CONFIGS,
          ApiKeys.DESCRIBE_CLUSTER);

  @ParameterizedTest
  @FieldSource("APIS")
  void everyResponseSaysItWhereItsVersionCan(ApiKeys api) {
    for (short version = api.messageType.lowestSupportedVersion();
        version <= api.messageType.highestSupportedVersion(true);
        version++) {
      ApiMessage response = api.messageType.newResponse();
      ThrottleTime.tell(response, 77);
      var cache = new ObjectSerializationCache();
      ByteBuffer bytes = ByteBuffer.allocate(response.size(cache, version));
      response.write(new ByteBufferAccessor(bytes), cache, version);
      bytes.flip();
      int read =
          AbstractResponse.parseResponse(api, new ByteBufferAccessor(bytes), version)
              .throttleTimeMs();
      boolean last = version == api.messageType.highestSupportedVersion(true);
      assertThat(read).isIn(last ? List.of(77) : List.of(0, 77));
    }
  }
}
