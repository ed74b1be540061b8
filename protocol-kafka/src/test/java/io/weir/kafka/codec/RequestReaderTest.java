package io.weir.kafka.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.junit.jupiter.api.Test;

class RequestReaderTest {

  @Property(tries = 500)
  void variableLengthNumbersAreReadAsKafkaWritesThem(@ForAll int number, @ForAll long large) {
    ByteBuffer bytes = ByteBuffer.allocate(40);
    ByteBufferAccessor kafka = new ByteBufferAccessor(bytes);
    kafka.writeUnsignedVarint(number);
    kafka.writeVarint(number);
    kafka.writeVarlong(large);
    RequestReader reader = new RequestReader(Unpooled.wrappedBuffer(bytes.flip()));
    assertThat(reader.readUnsignedVarint()).isEqualTo(number);
    assertThat(reader.readVarint()).isEqualTo(number);
    assertThat(reader.readVarlong()).isEqualTo(large);
    assertThat(reader.remaining()).isZero();
  }

  @Test
  void aCollectionCannotClaimMoreThanItsFrameHolds() {
    ByteBuf body = Unpooled.buffer().writeInt(1000).writeZero(20);
    assertThatThrownBy(() -> read(ApiKeys.METADATA, 1, body))
        .isInstanceOf(MalformedFrameException.class)
        .hasMessageContaining("1000");
  }

  @Test
  void aCollectionCannotClaimMoreThanTheMostElementsHoweverLargeItsFrame() {
    int claimed = RequestReader.MAX_ELEMENTS + 1;
    ByteBuf body = Unpooled.buffer().writeInt(claimed).writeZero(2 * claimed);
    assertThatThrownBy(() -> read(ApiKeys.METADATA, 1, body))
        .isInstanceOf(MalformedFrameException.class)
        .hasMessageContaining(Integer.toString(claimed));
  }

  @Test
  void aRequestCannotHaveMoreThanTheMostFields() {
    // Many collections of many elements each: within every bound but that of all fields together.
    int topics = 10;
    int partitions = 900_000;
    ByteBuf body = Unpooled.buffer().writeShort(-1).writeShort(1).writeInt(1000).writeInt(topics);
    for (int topic = 0; topic < topics; topic++) {
      body.writeShort(0).writeInt(partitions);
      body.writeZero(partitions * 8);
    }
    assertThatThrownBy(() -> read(ApiKeys.PRODUCE, 3, body))
        .isInstanceOf(MalformedFrameException.class)
        .hasMessageContaining("more than " + RequestReader.MAX_FIELDS + " fields");
  }

  @Test
  void textThatEndsAfterTheFrameIsRefused() {
    ByteBuf body = Unpooled.buffer().writeInt(1).writeShort(100).writeZero(20);
    assertThatThrownBy(() -> read(ApiKeys.METADATA, 1, body))
        .isInstanceOf(MalformedFrameException.class);
  }

  @Test
  void recordsAreASliceOfTheFrame() {
    ByteBuf body = Unpooled.buffer().writeShort(-1).writeShort(1).writeInt(1000).writeInt(1);
    body.writeShort(1)
        .writeByte('t')
        .writeInt(1)
        .writeInt(7)
        .writeInt(3)
        .writeBytes(new byte[] {1, 2, 3});
    RequestBody request = read(ApiKeys.PRODUCE, 3, body);
    var topic = ((ProduceRequestData) request.message()).topicData().iterator().next();
    assertThat(topic.name()).isEqualTo("t");
    ByteBuf batch = request.batch(topic.partitionData().getFirst().records());
    assertThat(batch).isEqualTo(Unpooled.wrappedBuffer(new byte[] {1, 2, 3}));
    body.setByte(body.writerIndex() - 1, 9);
    assertThat(batch.getByte(2)).as("shares the frame's memory").isEqualTo((byte) 9);
    batch.release();
    assertThat(body.refCnt()).isEqualTo(1);
  }

  @Test
  void aRequestInPiecesIsReadLikeAWholeOne() {
    ByteBuf whole = Unpooled.buffer().writeInt(2).writeShort(3).writeBytes("one".getBytes());
    whole.writeShort(3).writeBytes("two".getBytes());
    ByteBuf pieces =
        Unpooled.wrappedBuffer(whole.slice(0, 3), whole.slice(3, 5), whole.slice(8, 6));
    MetadataRequestData request = (MetadataRequestData) read(ApiKeys.METADATA, 1, pieces).message();
    assertThat(request.topics()).extracting(topic -> topic.name()).containsExactly("one", "two");
  }

  private static RequestBody read(ApiKeys key, int version, ByteBuf body) {
    return RequestBody.read(new RequestHead(key, (short) version, 1, null), body);
  }
}
