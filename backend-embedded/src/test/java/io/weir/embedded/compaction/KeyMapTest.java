package io.weir.embedded.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyMapTest {

  @Test
  void aKeyHasItsGreatestOffset() {
    KeyMap map = new KeyMap(1 << 16);

    assertThat(map.put(key("a"), 0)).isTrue();
    assertThat(map.put(key("b"), 5)).isTrue();
    assertThat(map.put(key("b"), 3)).isTrue();
    assertThat(map.put(key("a"), 7)).isTrue();

    assertThat(map.last(key("a"))).isEqualTo(7);
    assertThat(map.last(key("b"))).isEqualTo(5);
    assertThat(map.last(key("c"))).isEqualTo(-1);
    assertThat(map.size()).isEqualTo(2);
  }

  @Test
  void anEmptyKeyIsAKeyAndOneInPartsIsTheSameAsInOne() {
    KeyMap map = new KeyMap(1 << 16);

    map.put(Unpooled.EMPTY_BUFFER, 1);
    map.put(Unpooled.wrappedBuffer(key("in pa"), key("rts")), 2);

    assertThat(map.last(key(""))).isEqualTo(1);
    assertThat(map.last(key("in parts"))).isEqualTo(2);
  }

  @Test
  void aKeyInTheMiddleOfABufferIsOnlyWhatLiesBetweenItsIndexes() {
    KeyMap map = new KeyMap(1 << 16);
    ByteBuf buffer = key("xxkeyxx");

    map.put(buffer.slice(2, 3), 4);

    assertThat(map.last(key("key"))).isEqualTo(4);
  }

  @Test
  void itGrowsToItsBoundAndSaysWhenItIsFull() {
    int bytes = 1 << 20;
    KeyMap map = new KeyMap(bytes);
    int capacity = KeyMap.capacity(bytes);
    for (int i = 0; i < capacity; i++) {
      assertThat(map.put(key("key " + i), i)).isTrue();
    }

    assertThat(map.put(key("one more"), 1)).isFalse();

    assertThat(map.last(key("one more"))).isEqualTo(-1);
    assertThat(map.put(key("key 7"), 1_000_000)).as("a known key needs no room").isTrue();
    assertThat(map.last(key("key 7"))).isEqualTo(1_000_000);
    assertThat(map.last(key("key 8"))).isEqualTo(8);
    assertThat(capacity).isEqualTo(map.size()).isGreaterThan(bytes / 24 * 2 / 3);
  }

  @Test
  void whateverIsPutItSaysWhatAMapOfKeysWouldSay() {
    Random random = new Random(42);
    KeyMap map = new KeyMap(1 << 22);
    Map<String, Long> model = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      String key = Integer.toString(random.nextInt(60_000));
      long offset = random.nextLong(1L << 50);
      assertThat(map.put(key(key), offset)).isTrue();
      model.merge(key, offset, Math::max);
    }

    for (int i = 0; i < 60_000; i++) {
      String key = Integer.toString(i);
      assertThat(map.last(key(key))).isEqualTo(model.getOrDefault(key, -1L));
    }
  }

  private static ByteBuf key(String text) {
    return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
  }
}
