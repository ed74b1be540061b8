package io.weir.kafka.group;

import io.weir.core.address.KafkaName;
import io.weir.core.address.TopicName;
import io.weir.core.failure.Failure;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.Topic;
import io.weir.core.topic.Topics;
import io.weir.kafka.mapping.TopicIds;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.image.TopicImage;
import org.apache.kafka.server.immutable.ImmutableMap;
import org.jspecify.annotations.Nullable;

/**
 * The topics of all tenants, as they are at each look, as one of the maps in which the coordinator
 * looks topics up. To whoever only reads it is like any other. Any thread.
 */
final class TopicView<K> extends AbstractMap<K, TopicImage> implements ImmutableMap<K, TopicImage> {
  private final Topics topics;
  private final Function<Object, Optional<Topic>> find;
  private final Function<TopicImage, K> key;

  private TopicView(
      Topics topics, Function<Object, Optional<Topic>> find, Function<TopicImage, K> key) {
    this.topics = topics;
    this.find = find;
    this.key = key;
  }

  static TopicView<Uuid> byId(Topics topics) {
    return new TopicView<>(
        topics,
        id -> id instanceof Uuid uuid ? topics.byId(TopicIds.ofKafka(uuid)) : Optional.empty(),
        TopicImage::id);
  }

  static TopicView<String> byName(Topics topics) {
    return new TopicView<>(
        topics,
        name -> name instanceof String text ? find(topics, text) : Optional.empty(),
        TopicImage::name);
  }

  private static Optional<Topic> find(Topics topics, String inside) {
    int slash = inside.indexOf('/');
    if (slash < 0 || !Tenant.isName(inside.substring(0, slash))) {
      return Optional.empty();
    }
    try {
      TopicName name = KafkaName.parse(inside.substring(slash + 1));
      return topics
          .find(new Tenant(inside.substring(0, slash)), name)
          .filter(topic -> name(topic).equals(inside));
    } catch (Failure.InvalidRequest noName) {
      return Optional.empty();
    }
  }

  /** A topic's name inside the coordinator. */
  static String name(Topic topic) {
    return TenantNames.of(topic.tenant()).in(KafkaName.of(topic.name()));
  }

  static TopicImage image(Topic topic) {
    return new TopicImage(
        name(topic), TopicIds.toKafka(topic.id()), new EqualPartitions(topic.partitions()));
  }

  @Override
  public @Nullable TopicImage get(@Nullable Object wanted) {
    return wanted == null ? null : find.apply(wanted).map(TopicView::image).orElse(null);
  }

  @Override
  public boolean containsKey(@Nullable Object wanted) {
    return get(wanted) != null;
  }

  @Override
  public Set<Map.Entry<K, TopicImage>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<K, TopicImage>> iterator() {
        return topics.all().stream().map(TopicView.this::entry).iterator();
      }

      @Override
      public int size() {
        return topics.all().size();
      }
    };
  }

  private Map.Entry<K, TopicImage> entry(Topic topic) {
    TopicImage image = image(topic);
    return Map.entry(key.apply(image), image);
  }

  @Override
  public ImmutableMap<K, TopicImage> updated(K other, TopicImage image) {
    throw new UnsupportedOperationException("topics change in the core");
  }

  @Override
  public ImmutableMap<K, TopicImage> removed(K other) {
    throw new UnsupportedOperationException("topics change in the core");
  }
}
