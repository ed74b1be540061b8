package io.weir.kafka.fetch;

import org.apache.kafka.common.Uuid;

/**
 * What a fetch asks of one partition.
 *
 * @param offset from the batch that holds this offset
 * @param maxBytes the most bytes wanted of it
 * @param currentLeaderEpoch what the client believes the leader epoch to be, or -1
 * @param lastFetchedEpoch of the last record the client has, or -1
 */
public record FetchTarget(
    Key key, long offset, int maxBytes, int currentLeaderEpoch, int lastFetchedEpoch) {

  /**
   * A partition, in the client's words: by topic name up to version 12, by topic id from 13 on.
   *
   * @param topic the name, empty where topics have ids
   * @param topicId zero where topics have names
   */
  public record Key(String topic, Uuid topicId, int partition) {

    /** Whether two partitions are of one topic. */
    public boolean sameTopic(Key other) {
      return topicId.equals(other.topicId) && topic.equals(other.topic);
    }

    public boolean byId() {
      return !topicId.equals(Uuid.ZERO_UUID);
    }
  }
}
