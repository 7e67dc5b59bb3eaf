package io.breakwater.ingest.event;

/**
 * Which numbers an event may hold: up to 100 digits and an exponent of at most 308 either way. Judged on the text, so
 * that no number is ever expanded.
 */
final class NumberRule {

    static final int MAX_DIGITS = 100;
    static final int MAX_EXPONENT = 308;

    private NumberRule() {}

    /**
     * @param number a number as JSON writes it
     */
    static boolean allows(String number) {
        int digits = 0;
        int i = 0;
        while (i < number.length() && (number.charAt(i) | 0x20) != 'e') {
            if (isDigit(number.charAt(i)) && ++digits > MAX_DIGITS) {
                return false;
            }
            i++;
        }
        return i == number.length() || allowsExponent(number, i + 1);
    }

    private static boolean allowsExponent(String number, int from) {
        int exponent = 0;
        for (int i = from; i < number.length(); i++) {
            if (isDigit(number.charAt(i))) {
                exponent = exponent * 10 + (number.charAt(i) - '0');
                if (exponent > MAX_EXPONENT) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
