package io.weir.kafka.group;

import io.vertx.core.Vertx;
import io.weir.core.topic.Topic;
import io.weir.core.topic.Topics;
import io.weir.kafka.mapping.TopicIds;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.coordinator.group.GroupCoordinatorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the coordinator of topics. Changes are gathered, at most one for each topic, and told off
 * the thread on which they happen.
 */
final class FollowedTopics implements Topics.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(FollowedTopics.class);

  private final Vertx vertx;
  private final GroupCoordinatorService service;
  private final TopicImages images;

  private Map<Uuid, Topic> current = new HashMap<>();
  private Map<Uuid, Topic> gone = new HashMap<>();
  private boolean telling = true;
  private boolean closed;

  /** Shows the topics that there are. What changes is kept until {@link #begin}. */
  FollowedTopics(Vertx vertx, Topics topics, GroupCoordinatorService service) {
    this.vertx = vertx;
    this.service = service;
    this.images = new TopicImages(topics);
    topics.onChange(this);
    TopicImages.Step first = images.change(List.of(), List.of());
    service.onMetadataUpdate(first.delta(), first.image());
  }

  /**
   * Tells of changes from now on: all partitions are loaded, for one that is not forgets nothing of
   * a topic that is deleted.
   */
  void begin() {
    told();
  }

  @Override
  public void created(Topic topic) {
    changed(topic);
  }

  @Override
  public void altered(Topic topic) {
    changed(topic);
  }

  private synchronized void changed(Topic topic) {
    if (closed) {
      return;
    }
    current.put(TopicIds.toKafka(topic.id()), topic);
    tellSoon();
  }

  @Override
  public synchronized void deleted(Topic topic) {
    if (closed) {
      return;
    }
    Uuid id = TopicIds.toKafka(topic.id());
    current.remove(id);
    gone.put(id, topic);
    tellSoon();
  }

  private void tellSoon() {
    if (!telling && !closed) {
      telling = true;
      vertx.executeBlocking(
          () -> {
            tell();
            return null;
          },
          false);
    }
  }

  private void tell() {
    Collection<Topic> changed;
    Collection<Topic> deleted;
    synchronized (this) {
      changed = current.values();
      deleted = gone.values();
      current = new HashMap<>();
      gone = new HashMap<>();
    }
    try {
      TopicImages.Step step = images.change(changed, deleted);
      service.onMetadataUpdate(step.delta(), step.image());
    } catch (RuntimeException e) {
      LOG.error("The consumer groups were not told of a change of topics", e);
    }
    told();
  }

  private synchronized void told() {
    telling = false;
    if (!current.isEmpty() || !gone.isEmpty()) {
      tellSoon();
    }
  }

  synchronized void close() {
    closed = true;
  }
}
