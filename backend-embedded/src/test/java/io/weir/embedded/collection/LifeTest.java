package io.weir.embedded.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.Cleanup;
import io.weir.backend.Retention;
import io.weir.backend.TopicSettings;
import org.junit.jupiter.api.Test;

/** Who shares a collected segment. */
class LifeTest {
  private static final long DAY = 86_400_000;

  @Test
  void whatIsKeptForEverIsWithWhatIsCompacted() {
    assertThat(life(Retention.FOREVER))
        .isEqualTo(Life.of(TopicSettings.DEFAULT.withCleanup(Cleanup.COMPACT)));
  }

  @Test
  void whatIsBoundedBySizeAloneIsByItself() {
    assertThat(life(new Retention(Retention.UNLIMITED, 1000)))
        .isEqualTo(life(new Retention(Retention.UNLIMITED, 1 << 30)))
        .isNotEqualTo(life(Retention.FOREVER));
  }

  @Test
  void whatIsBoundedByTimeIsWithWhatLivesAboutAsLong() {
    assertThat(life(7 * DAY)).isEqualTo(life(8 * DAY)).isNotEqualTo(life(DAY));
    assertThat(life(DAY)).isNotEqualTo(life(DAY / 24));
    assertThat(Life.of(TopicSettings.DEFAULT.withCleanup(Cleanup.COMPACT_DELETE)))
        .isEqualTo(life(7 * DAY));
    assertThat(life(0).order()).isEqualTo(2);
    assertThat(life(Long.MAX_VALUE).order()).isEqualTo(33);
  }

  private static Life life(long millis) {
    return life(new Retention(millis, Retention.UNLIMITED));
  }

  private static Life life(Retention retention) {
    return Life.of(TopicSettings.DEFAULT.withRetention(retention));
  }
}
