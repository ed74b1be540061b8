package io.weir.kafka.group;

import io.weir.core.topic.Topic;
import io.weir.core.topic.Topics;
import io.weir.kafka.mapping.TopicIds;
import java.util.Collection;
import org.apache.kafka.common.metadata.FeatureLevelRecord;
import org.apache.kafka.common.metadata.RemoveTopicRecord;
import org.apache.kafka.common.metadata.TopicRecord;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.MetadataProvenance;
import org.apache.kafka.image.TopicsImage;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * The topics in the form in which Apache Kafka's coordinator follows them: an image, and what each
 * change did to it. The image is a look at the topics as they are, so that however many there are,
 * it takes no memory and no time; a change holds what changed and nothing else. Not thread-safe.
 */
final class TopicImages {
  private final TopicsImage live;
  private final MetadataImage version;
  private long changes;

  /** A change and what it led to. */
  record Step(MetadataDelta delta, MetadataImage image) {}

  TopicImages(Topics topics) {
    live = new TopicsImage(TopicView.byId(topics), TopicView.byName(topics));
    MetadataDelta first = delta(MetadataImage.EMPTY);
    first.replay(
        new FeatureLevelRecord()
            .setName(MetadataVersion.FEATURE_NAME)
            .setFeatureLevel(MetadataVersion.latestProduction().featureLevel()));
    version = first.apply(provenance());
  }

  /** Topics that were made or altered, and those that are no more, as they were. */
  Step change(Collection<Topic> current, Collection<Topic> gone) {
    TopicsImage before = TopicsImage.EMPTY;
    for (Topic topic : gone) {
      before = before.including(TopicView.image(topic));
    }
    MetadataDelta delta = delta(image(before));
    for (Topic topic : gone) {
      delta.replay(new RemoveTopicRecord().setTopicId(TopicIds.toKafka(topic.id())));
    }
    for (Topic topic : current) {
      delta.replay(
          new TopicRecord()
              .setName(TopicView.name(topic))
              .setTopicId(TopicIds.toKafka(topic.id())));
    }
    changes++;
    return new Step(delta, image(live));
  }

  private static MetadataDelta delta(MetadataImage before) {
    return new MetadataDelta.Builder().setImage(before).build();
  }

  private MetadataImage image(TopicsImage topics) {
    return new MetadataImage(
        provenance(),
        version.features(),
        version.cluster(),
        topics,
        version.configs(),
        version.clientQuotas(),
        version.producerIds(),
        version.acls(),
        version.scram(),
        version.delegationTokens());
  }

  private MetadataProvenance provenance() {
    return new MetadataProvenance(changes, 0, System.currentTimeMillis(), true);
  }
}
