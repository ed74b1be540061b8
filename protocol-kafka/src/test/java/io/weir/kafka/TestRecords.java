package io.weir.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** Batches by Apache Kafka's own classes. */
public final class TestRecords {
  /** The timestamp of the first record; each next one is a second later. */
  public static final long EPOCH = 1_700_000_000_000L;

  private TestRecords() {}

  public static MemoryRecords batch(String... values) {
    return batch(Compression.NONE, values);
  }

  public static MemoryRecords batch(Compression compression, String... values) {
    SimpleRecord[] records = new SimpleRecord[values.length];
    for (int i = 0; i < values.length; i++) {
      records[i] = new SimpleRecord(EPOCH + 1000L * i, null, values[i].getBytes(UTF_8));
    }
    return MemoryRecords.withRecords(compression, records);
  }

  public static List<String> values(BaseRecords records) {
    List<String> values = new ArrayList<>();
    for (Record record : ((MemoryRecords) records).records()) {
      byte[] value = new byte[record.valueSize()];
      record.value().get(value);
      values.add(new String(value, UTF_8));
    }
    return values;
  }
}
