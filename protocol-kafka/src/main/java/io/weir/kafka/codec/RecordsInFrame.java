package io.weir.kafka.codec;

import java.nio.ByteBuffer;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * Where the records of a request lie in its frame. Kafka's generated classes hold records as {@link
 * MemoryRecords} and nothing else, so the note travels inside one; it is never read as records.
 */
record RecordsInFrame(int index, int length) {

  static MemoryRecords note(int index, int length) {
    return MemoryRecords.readableRecords(
        ByteBuffer.allocate(2 * Integer.BYTES).putInt(0, index).putInt(Integer.BYTES, length));
  }

  static RecordsInFrame of(BaseRecords note) {
    ByteBuffer bytes = ((MemoryRecords) note).buffer();
    return new RecordsInFrame(bytes.getInt(0), bytes.getInt(Integer.BYTES));
  }
}
