package io.weir.core.publish;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.utils.Utils;

class Murmur2Test {

  @Property
  void hashesAsKafkasClientsDo(@ForAll @Size(max = 64) byte[] data) {
    assertThat(Murmur2.hash(data)).isEqualTo(Utils.murmur2(data));
  }

  @Property
  void aKeyGoesWhereKafkasProducerWouldSendIt(
      @ForAll @Size(min = 1, max = 64) byte[] key,
      @ForAll @IntRange(min = 1, max = 100) int partitions) {
    assertThat(Partitioner.of(key, partitions))
        .isEqualTo(BuiltInPartitioner.partitionForKey(key, partitions));
  }
}
