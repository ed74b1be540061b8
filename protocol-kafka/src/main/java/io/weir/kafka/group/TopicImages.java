package io.weir.kafka.group;

import io.weir.core.address.KafkaName;
import io.weir.core.topic.Topic;
import io.weir.kafka.mapping.TopicIds;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metadata.FeatureLevelRecord;
import org.apache.kafka.common.metadata.PartitionRecord;
import org.apache.kafka.common.metadata.RemoveTopicRecord;
import org.apache.kafka.common.metadata.TopicRecord;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.MetadataProvenance;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * The topics in the form in which Apache Kafka's coordinator follows them: an image, and what each
 * change does to it. Not thread-safe.
 */
final class TopicImages {
  private MetadataImage image = MetadataImage.EMPTY;
  private long changes;

  /** A change and what it led to. */
  record Step(MetadataDelta delta, MetadataImage image) {}

  /** The topics that there are at first. */
  Step begin(Collection<Topic> topics) {
    MetadataDelta delta = delta();
    delta.replay(
        new FeatureLevelRecord()
            .setName(MetadataVersion.FEATURE_NAME)
            .setFeatureLevel(MetadataVersion.latestProduction().featureLevel()));
    for (Topic topic : topics) {
      put(delta, topic);
    }
    return step(delta);
  }

  /** Topics as they are now, and ids of those that are no more. */
  Step change(Collection<Topic> current, Collection<Uuid> gone) {
    MetadataDelta delta = delta();
    for (Uuid id : gone) {
      if (image.topics().getTopic(id) != null) {
        delta.replay(new RemoveTopicRecord().setTopicId(id));
      }
    }
    for (Topic topic : current) {
      put(delta, topic);
    }
    return step(delta);
  }

  private static void put(MetadataDelta delta, Topic topic) {
    Uuid id = TopicIds.toKafka(topic.id());
    String name = TenantNames.of(topic.tenant()).in(KafkaName.of(topic.name()));
    delta.replay(new TopicRecord().setName(name).setTopicId(id));
    for (int partition = 0; partition < topic.partitions(); partition++) {
      delta.replay(
          new PartitionRecord()
              .setTopicId(id)
              .setPartitionId(partition)
              .setReplicas(List.of(0))
              .setIsr(List.of(0))
              .setLeader(0)
              .setLeaderEpoch(0)
              .setPartitionEpoch(0)
              .setDirectories(List.of(id)));
    }
  }

  private MetadataDelta delta() {
    return new MetadataDelta.Builder().setImage(image).build();
  }

  private Step step(MetadataDelta delta) {
    changes++;
    image = delta.apply(new MetadataProvenance(changes, 0, System.currentTimeMillis(), true));
    return new Step(delta, image);
  }
}
