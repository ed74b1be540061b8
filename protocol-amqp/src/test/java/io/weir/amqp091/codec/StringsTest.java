package io.weir.amqp091.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Strings keep their bytes, and short ones are short. */
class StringsTest {
  private static final byte[] NOT_TEXT = {'k', (byte) 0xc3, '.', (byte) 0xff};

  @Test
  void bytesThatAreNotUtf8AreKept() {
    ByteString string = ByteString.copyOf(NOT_TEXT);
    assertThat(string.toBytes()).isEqualTo(NOT_TEXT);
    assertThat(string.isUtf8()).isFalse();
    assertThat(string).hasToString("k\ufffd.\ufffd");
    assertThat(ByteString.of("é").isUtf8()).isTrue();
  }

  @Test
  void stringsOfTheSameBytesAreEqual() {
    assertThat(ByteString.of("é"))
        .isEqualTo(ShortString.of("é"))
        .hasSameHashCodeAs(ShortString.of("é"))
        .isNotEqualTo(ByteString.of("e"));
  }

  @Test
  void aShortStringHasAtMost255Bytes() {
    assertThat(ShortString.of("é".repeat(127) + "e").length()).isEqualTo(255);
    assertThatThrownBy(() -> ShortString.of("é".repeat(128)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a short string of 256 bytes");
    assertThatThrownBy(() -> ShortString.copyOf(new byte[256]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(ShortString.fits("é".repeat(127) + "e")).isTrue();
    assertThat(ShortString.fits("é".repeat(128))).isFalse();
  }

  /** No character is cut through, and no more is cut than must be. */
  @Property(tries = 500)
  void aTextIsCutWhereItFits(@ForAll Random random) {
    int[] characters = {'e', 'é', '漢', 0x1f407};
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(400); i > 0; i--) {
      text.appendCodePoint(characters[random.nextInt(characters.length)]);
    }
    String whole = text.toString();
    String cut = ShortString.cut(whole);
    assertThat(whole).startsWith(cut);
    assertThat(ShortString.of(cut).isUtf8()).isTrue();
    if (cut.length() < whole.length()) {
      int next = Character.charCount(whole.codePointAt(cut.length()));
      assertThat(ShortString.fits(whole.substring(0, cut.length() + next))).isFalse();
    }
  }

  @Test
  void aReplyIsInTheFormOfRabbitMqAndFits() {
    assertThat(ReplyCode.NOT_FOUND.text("no queue 'q' in vhost '/'"))
        .isEqualTo("NOT_FOUND - no queue 'q' in vhost '/'");
    assertThat(ReplyCode.NOT_FOUND.text("é".repeat(300)))
        .isEqualTo("NOT_FOUND - " + "é".repeat(121));
  }

  @Test
  void namesThatComeAgainAreNotMadeAgain() {
    ShortStringCache cache = new ShortStringCache();
    ByteBuf in = Unpooled.wrappedBuffer(Written.hex("6162 6162 6163 6162"));
    ShortString first = cache.read(in, 2);
    assertThat(first).hasToString("ab");
    assertThat(cache.read(in, 2)).isSameAs(first);
    assertThat(cache.read(in, 2)).hasToString("ac");
    assertThat(cache.read(in, 2)).hasToString("ab");
  }

  /** What shares a place with another is never taken for it. */
  @Property(tries = 200)
  void whatIsReadIsWhatIsThere(@ForAll Random random) {
    ShortStringCache cache = new ShortStringCache();
    for (int i = 0; i < 500; i++) {
      byte[] bytes = new byte[random.nextInt(4)];
      random.nextBytes(bytes);
      assertThat(cache.read(Unpooled.wrappedBuffer(bytes), bytes.length).toBytes())
          .isEqualTo(bytes);
    }
  }
}
