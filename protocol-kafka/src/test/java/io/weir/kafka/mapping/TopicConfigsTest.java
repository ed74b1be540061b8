package io.weir.kafka.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.backend.Cleanup;
import io.weir.backend.Compaction;
import io.weir.backend.Durability;
import io.weir.backend.TopicSettings;
import io.weir.core.failure.Failure;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TopicConfigsTest {

  private static TopicSettings apply(Map<String, String> configs) {
    return TopicConfigs.apply(TopicSettings.DEFAULT, TopicSettings.DEFAULT, configs);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsShownCanBeSet(TopicConfig config) {
    for (Durability durability : Durability.values()) {
      TopicSettings settings = TopicSettings.DEFAULT.withDurability(durability);
      assertThat(config.set(settings, config.get(settings))).isEqualTo(settings);
    }
  }

  @Test
  void eachConfigurationMeansItsSetting() {
    assertThat(apply(Map.of("cleanup.policy", "compact, delete")).cleanup())
        .isEqualTo(Cleanup.COMPACT_DELETE);
    assertThat(apply(Map.of("retention.ms", "-1")).retention().millis()).isEqualTo(-1);
    assertThat(apply(Map.of("retention.bytes", "1000")).retention().bytes()).isEqualTo(1000);
    assertThat(
            apply(
                    Map.of(
                        "min.compaction.lag.ms", "10",
                        "max.compaction.lag.ms", "20",
                        "delete.retention.ms", "30",
                        "min.cleanable.dirty.ratio", "0.25"))
                .compaction())
        .isEqualTo(new Compaction(10, 20, 30, 0.25));
    assertThat(apply(Map.of("max.message.bytes", "2000000")).maxBatchBytes()).isEqualTo(2_000_000);
    assertThat(apply(Map.of("flush.messages", "10000")).durability()).isEqualTo(Durability.ASYNC);
    assertThat(apply(Map.of("weir.durability", "memory")).durability())
        .isEqualTo(Durability.MEMORY);
  }

  @Test
  void weirsOwnWordForDurabilityHasTheLastWord() {
    assertThat(apply(Map.of("flush.messages", "1", "weir.durability", "async")).durability())
        .isEqualTo(Durability.ASYNC);
  }

  @Test
  void aConfigurationTakenBackIsTheDefault() {
    Map<String, String> back = new HashMap<>();
    back.put("retention.ms", null);
    TopicSettings settings = apply(Map.of("retention.ms", "5", "retention.bytes", "7"));
    TopicSettings reset = TopicConfigs.apply(settings, TopicSettings.DEFAULT, back);
    assertThat(reset.retention().millis()).isEqualTo(TopicSettings.DEFAULT.retention().millis());
    assertThat(reset.retention().bytes()).isEqualTo(7);
  }

  @Test
  void whatTunesKafkasFilesIsTakenAndChangesNothing() {
    assertThat(apply(Map.of("segment.bytes", "52428800", "file.delete.delay.ms", "1")))
        .isEqualTo(TopicSettings.DEFAULT);
    assertThat(apply(Map.of("min.insync.replicas", "2", "compression.type", "producer")))
        .isEqualTo(TopicSettings.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no.such.config | 1 | is no topic configuration",
        "compression.type | zstd | always producer",
        "message.timestamp.type | LogAppendTime | always CreateTime",
        "cleanup.policy | shred | delete, compact",
        "retention.ms | soon | whole number",
        "retention.ms | -2 | from -1",
        "max.message.bytes | 5 | from 61",
        "min.compaction.lag.ms | -1 | from 0",
        "max.compaction.lag.ms | 0 | from 1",
        "delete.retention.ms | -1 | from 0",
        "min.cleanable.dirty.ratio | 1.1 | from 0 to 1",
        "min.cleanable.dirty.ratio | NaN | from 0 to 1",
        "min.cleanable.dirty.ratio | half | is a number",
        "weir.durability | maybe | sync, async or memory"
      })
  void whatCannotBeIsRefusedInWords(String name, String value, String reason) {
    assertThatThrownBy(() -> apply(Map.of(name, value)))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageContaining(reason);
  }
}
