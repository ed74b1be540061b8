package io.weir.core.topic;

import io.weir.backend.TopicPartition;
import io.weir.backend.TopicSettings;
import io.weir.core.address.TopicName;
import io.weir.core.failure.Failure;
import io.weir.core.tenant.Tenant;
import java.util.UUID;

/**
 * A topic of a tenant, as it was when it was looked up.
 *
 * @param id stable for the topic's life
 * @param partitions from 1; numbered from 0
 */
public record Topic(
    UUID id, Tenant tenant, TopicName name, int partitions, TopicSettings settings) {

  /**
   * One of its partitions, for the log below.
   *
   * @throws io.weir.core.failure.Failure.UnknownTopic if it has no partition of that number
   */
  public TopicPartition partition(int number) {
    if (!hasPartition(number)) {
      throw noPartition(number);
    }
    return new TopicPartition(id, number);
  }

  public Topic withPartitions(int other) {
    return new Topic(id, tenant, name, other, settings);
  }

  public Topic withSettings(TopicSettings other) {
    return new Topic(id, tenant, name, partitions, other);
  }

  /** Whether it has a partition of that number. */
  public boolean hasPartition(int number) {
    return number >= 0 && number < partitions;
  }

  /** What to answer to whoever names a partition that is not there. */
  public Failure.UnknownTopic noPartition(int number) {
    return new Failure.UnknownTopic(
        name.called()
            + " has no partition "
            + number
            + "; it has "
            + partitions
            + ", numbered from 0");
  }
}
