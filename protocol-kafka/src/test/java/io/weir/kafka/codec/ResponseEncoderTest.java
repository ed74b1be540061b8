package io.weir.kafka.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.weir.kafka.TestRecords;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResponseEncoderTest {
  private static final ByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;

  /** What Kafka's own serialization gives. */
  private static ByteBuf oracle(ApiKeys key, short version, ApiMessage body) {
    short headerVersion = key.responseHeaderVersion(version);
    ResponseHeaderData header = new ResponseHeaderData().setCorrelationId(77);
    ObjectSerializationCache cache = new ObjectSerializationCache();
    int size = header.size(cache, headerVersion) + body.size(cache, version);
    ByteBuffer frame = ByteBuffer.allocate(4 + size).putInt(size);
    header.write(new ByteBufferAccessor(frame), cache, headerVersion);
    body.write(new ByteBufferAccessor(frame), cache, version);
    return Unpooled.wrappedBuffer(frame.flip());
  }

  private static ByteBuf encode(ApiKeys key, short version, ApiMessage body) {
    return ResponseEncoder.encode(
        ALLOCATOR, new RequestHead(key, version, 77, "client"), version, body);
  }

  static Stream<Short> fetchVersions() {
    return IntStream.rangeClosed(4, 18).mapToObj(version -> (short) version);
  }

  private static FetchResponseData fetchResponse(List<? extends BaseRecords> records) {
    FetchableTopicResponse topic = new FetchableTopicResponse().setTopic("t");
    for (int i = 0; i < records.size(); i++) {
      topic
          .partitions()
          .add(
              new PartitionData()
                  .setPartitionIndex(i)
                  .setHighWatermark(100 + i)
                  .setRecords(records.get(i)));
    }
    return new FetchResponseData().setResponses(List.of(topic));
  }

  @ParameterizedTest
  @MethodSource("fetchVersions")
  void aFetchResponseIsByteForByteWhatKafkaWrites(short version) {
    List<MemoryRecords> records =
        List.of(
            TestRecords.batch("a", "b"), MemoryRecords.EMPTY, TestRecords.batch("c".repeat(5000)));
    List<ByteBuf> buffers =
        records.stream().map(it -> ALLOCATOR.buffer().writeBytes(it.buffer())).toList();
    ByteBuf frame =
        encode(
            ApiKeys.FETCH, version, fetchResponse(buffers.stream().map(BatchBytes::new).toList()));
    buffers.forEach(ByteBuf::release);
    assertThat(frame).isEqualTo(oracle(ApiKeys.FETCH, version, fetchResponse(records)));
    frame.release();
    assertThat(buffers).allSatisfy(buffer -> assertThat(buffer.refCnt()).isZero());
  }

  @Test
  void batchesAreNotCopied() {
    ByteBuf batches = ALLOCATOR.buffer().writeBytes(new byte[10_000]);
    ByteBuf frame =
        encode(ApiKeys.FETCH, (short) 12, fetchResponse(List.of(new BatchBytes(batches))));
    batches.setByte(5000, 42);
    batches.release();
    assertThat(frame.indexOf(0, frame.readableBytes(), (byte) 42)).isPositive();
    frame.release();
    assertThat(batches.refCnt()).isZero();
  }

  @Test
  void aResponseWithoutBatchesIsByteForByteWhatKafkaWrites() {
    for (short version = 0; version <= 13; version++) {
      MetadataResponseData body = new MetadataResponseData();
      body.brokers().add(new MetadataResponseBroker().setNodeId(0).setHost("h").setPort(9092));
      body.topics().add(new MetadataResponseTopic().setName("grüße"));
      ByteBuf frame = encode(ApiKeys.METADATA, version, body);
      assertThat(frame).isEqualTo(oracle(ApiKeys.METADATA, version, body));
      frame.release();
    }
  }

  @Test
  void aResponseThatCannotBeWrittenLeavesNothingBehind() {
    ByteBuf batches = ALLOCATOR.buffer().writeBytes(new byte[100]);
    FetchResponseData body = fetchResponse(List.of(new BatchBytes(batches)));
    body.responses().getFirst().partitions().getFirst().setPreferredReadReplica(3);
    assertThatThrownBy(() -> encode(ApiKeys.FETCH, (short) 4, body))
        .isInstanceOf(RuntimeException.class);
    assertThat(batches.refCnt()).isEqualTo(1);
    batches.release();
  }
}
