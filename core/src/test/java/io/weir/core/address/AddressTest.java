package io.weir.core.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.core.failure.Failure.InvalidRequest;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;

class AddressTest {

  @Test
  void noKeyAndAnEmptyKeyAreTwoThings() {
    assertThat(Address.parse("a").key()).isNull();
    assertThat(Address.parse("a/").key()).isEmpty();
    assertThat(Address.parse("a/b/c").key()).isEqualTo("b/c");
  }

  @Test
  void aKeyIsWellFormedUnicode() {
    assertThatThrownBy(() -> Address.parse("a/\ud800")).isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> Address.parse("a/\udc00\ud800")).isInstanceOf(InvalidRequest.class);
    assertThat(Address.parse("a/😀").key()).isEqualTo("😀");
  }

  @Property
  @Domain(Texts.class)
  void everyAddressComesBackFromItsText(@ForAll Address address) {
    assertThat(Address.parse(address.toString())).isEqualTo(address);
  }
}
