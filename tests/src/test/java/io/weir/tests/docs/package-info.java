/** What the documentation and the start-up message tell people to type is typed. */
@NullMarked
package io.weir.tests.docs;

import org.jspecify.annotations.NullMarked;
