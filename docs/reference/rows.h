/* SPDX-License-Identifier: MIT */
/*
 * The macros with which headers expand the lists of spec.def, each with a text for the reference. expand.py lets the
 * preprocessor expand a list with the macro of this file instead of that of the header, which has no text.
 */
#define QDMP__COMMAND(ID, name, test)                          QDMP_COMMAND_##ID, DOC("`AT" name "`")
#define QDMP__STATUS(CODE, number, name, text)                 QDMP_##CODE = number, DOC("`" #name "`: " text)
#define QDMP__DEVIATION(DEVIATION, number, name, text)         QDMP_DEVIATION_##DEVIATION = number, DOC("`" #name "`: " text)
#define QDMP__CME_ERROR(ERROR, number, text)                   QDMP_CME_##ERROR = number, DOC(text)
#define QDMP__RESOURCE(ID, number, member)                     QDMP_RESOURCE_##ID = number, DOC("holds `" #member "` of qdmp_settings")
#define QDMP__PROFILE(ID, name, version, root, objects, raise) QDMP_PROFILE_##ID, DOC("`" name "`")
#define QDMP__TOKEN_KIND(KIND, name, rule, text)               QDMP_TOKEN_##KIND, DOC("`" #name "`: " text " (" rule ")")
#define QDMP__VALUE(ID, value, NAME, standing, text)           QDMP_##ID##_##NAME = value, DOC(text)
#define QDMP__TYPE(cmd, type, KIND, PARAMS, direction)         QDMP_##cmd##_TYPE_##KIND = type, DOC("`<type>` of " NAME_##cmd)
#define QDMP__ACT(ACT, value)                                  QDMP_ACT_##ACT = value, DOC("`<act>` of " NAME_EX)
#define QDMP__FIELD(cmd, type, pos, ID, name, path, KIND, least, lby, most, mby, unit, def, form)                      \
    QDMP_FIELD_##ID, DOC("`" #name "` of " NAME_##cmd " type " #type)
#define QDMP__LIMITS(cmd, type, pos, ID, name, path, KIND, least, lby, most, mby, unit, def, form)                     \
    LIMITS_##KIND(QDMP_##ID, "`" #name "`", least, most, unit)

#define NAME_CFG                                          "QDMPCFG"
#define NAME_EX                                           "QDMPCFGEX"
#define LIMITS_NUMBER(PREFIXED, name, least, most, unit)  PREFIXED##_MIN = least, DOC("least value of " name ", " unit)
#define LIMITS_ADDRESS(PREFIXED, name, least, most, unit) PREFIXED##_OCTET_MAX = most, DOC("of each octet of " name)
#define LIMITS_TEXT(PREFIXED, name, least, most, unit)                                                                 \
    PREFIXED##_MIN = least, DOC("least length of " name ", " unit) PREFIXED##_MAX = most,                              \
    DOC("greatest length of " name ", " unit)
#define LIMITS_DIGITS LIMITS_TEXT
#define LIMITS_CHOICE(PREFIXED, name, least, most, unit)
