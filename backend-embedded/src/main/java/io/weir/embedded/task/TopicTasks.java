package io.weir.embedded.task;

import io.weir.backend.BackendException.TopicExists;
import io.weir.backend.BackendException.UnknownTopic;
import io.weir.backend.BackendException.Unsupported;
import io.weir.backend.Durability;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicSettings;
import io.weir.embedded.segment.MetaRecord.TopicDeleted;
import io.weir.embedded.segment.MetaRecord.TopicWritten;
import io.weir.embedded.sequencer.Commit;
import io.weir.embedded.sequencer.MetaTask;
import io.weir.embedded.sequencer.Task;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.Partition;
import io.weir.embedded.state.Reserve;
import io.weir.embedded.state.Topic;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Changes of what topics there are. Several share a commit and its sync if they are of different
 * topics, for each is judged by what is true when the commit begins. Nothing else comes with them:
 * a batch must not be written behind the end of its topic.
 */
public final class TopicTasks {
  private TopicTasks() {}

  /** One of them. */
  public abstract static class Change<T> extends MetaTask<T> {
    /** The topic's name, or null if it is not there. */
    abstract @Nullable String name(LogState state);

    /** It may come into a commit that has such changes, of other topics, and nothing else. */
    @Override
    public final boolean joins(Task first, Commit commit, LogState state) {
      String name = name(state);
      return first instanceof Change && (name == null || !commit.changesTopic(name));
    }

    @Override
    public final boolean isAlone() {
      return true;
    }
  }

  public static final class Create extends Change<TopicDescription> {
    private final TopicSettings settings;
    private final String name;
    private final int partitions;
    private final UUID id = UUID.randomUUID();
    private TopicWritten written;

    public Create(String name, int partitions, TopicSettings settings) {
      this.name = name;
      this.partitions = partitions;
      this.settings = settings;
      this.written = new TopicWritten(id, name, settings, new int[0]);
      expect(topicBytes(partitions));
    }

    @Override
    String name(LogState state) {
      return name;
    }

    @Override
    public Reserve reserve() {
      return Reserve.NONE;
    }

    @Override
    public void prepare(Commit commit, LogState state) {
      if (state.topic(name) != null) {
        fail(new TopicExists("topic \"" + name + "\" exists"), commit.completions());
        return;
      }
      int[] numbers = new int[partitions];
      int first = commit.takePartitionNumbers(state, partitions);
      Arrays.setAll(numbers, i -> first + i);
      written = new TopicWritten(id, name, settings, numbers);
      commit.changeTopic(name);
      write(commit, written);
    }

    @Override
    public TopicDescription apply(Commit commit, LogState state) {
      state.apply(written);
      return new TopicDescription(id, name, partitions, settings);
    }
  }

  public static final class Alter extends Change<TopicDescription> {
    private final UUID id;
    private final int partitions;
    private final TopicSettings settings;
    private TopicWritten written;

    public Alter(UUID id, int partitions, TopicSettings settings) {
      this.id = id;
      this.partitions = partitions;
      this.settings = settings;
      this.written = new TopicWritten(id, "", settings, new int[0]);
      expect(topicBytes(partitions));
    }

    @Override
    @Nullable String name(LogState state) {
      return nameOf(id, state);
    }

    @Override
    public void prepare(Commit commit, LogState state) {
      Topic topic = state.topic(id);
      if (topic == null) {
        fail(LogState.unknown(id), commit.completions());
        return;
      }
      Partition[] known = topic.partitions();
      if (partitions < known.length) {
        fail(
            new Unsupported(
                "topic %s has %d partitions, and partitions are never taken away"
                    .formatted(id, known.length)),
            commit.completions());
        return;
      }
      Durability before = topic.settings().durability();
      if (before != settings.durability()
          && (before == Durability.MEMORY || settings.durability() == Durability.MEMORY)) {
        fail(
            new Unsupported("a topic in memory stays there, and one on disk too"),
            commit.completions());
        return;
      }
      int first = commit.takePartitionNumbers(state, partitions - known.length);
      int[] numbers = new int[partitions];
      Arrays.setAll(numbers, i -> i < known.length ? known[i].number() : first + i - known.length);
      commit.changeTopic(topic.name());
      written = new TopicWritten(id, topic.name(), settings, numbers);
      write(commit, written);
    }

    @Override
    public TopicDescription apply(Commit commit, LogState state) {
      state.apply(written);
      return new TopicDescription(id, written.name(), partitions, settings);
    }
  }

  public static final class Delete extends Change<Void> {
    private final UUID id;

    public Delete(UUID id) {
      this.id = id;
    }

    @Override
    @Nullable String name(LogState state) {
      return nameOf(id, state);
    }

    @Override
    public void prepare(Commit commit, LogState state) {
      Topic topic = state.topic(id);
      if (topic == null) {
        fail(LogState.unknown(id), commit.completions());
      } else {
        commit.changeTopic(topic.name());
        write(commit, new TopicDeleted(id));
      }
    }

    @Override
    @SuppressWarnings("NullAway") // a future of nothing has null for its value
    public Void apply(Commit commit, LogState state) {
      Topic topic = state.topic(id);
      state.apply(new TopicDeleted(id));
      if (topic != null) {
        UnknownTopic gone = topic.gone();
        for (Partition partition : topic.partitions()) {
          partition.openWaits().end(gone, wait -> commit.completions().fail(wait, gone));
        }
      }
      return null;
    }
  }

  private static @Nullable String nameOf(UUID id, LogState state) {
    Topic topic = state.topic(id);
    return topic == null ? null : topic.name();
  }

  private static long topicBytes(int partitions) {
    return 1024L + partitions * (long) Integer.BYTES;
  }
}
