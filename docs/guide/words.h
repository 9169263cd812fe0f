/* SPDX-License-Identifier: MIT */
/*
 * The words of the guide's tables in both languages: W(English, Chinese). The Chinese words are the terms of Quectel's
 * guide, which is in Chinese. If a row of spec.def has no words here, the file does not compile.
 */

/* The purpose of each <type>, by the KIND of QDMP_FORMS. */
#define FORM_ACCESS_MODE W("access mode", "CMDMP 接入模式")
#define FORM_SERVER      W("server and update period", "CMDMP 服务器地址与更新周期")
#define FORM_CREDENTIALS W("credentials", "应用密钥、私钥、终端类型和终端 IMEI 号")
#define FORM_RESERVED    W("reserved", "预留值")
#define FORM_QUERY       W("query what NVRAM holds", "查询保存到 NVRAM 的配置信息")
#define FORM_ERASE       W("erase what NVRAM holds", "擦除保存到 NVRAM 的配置信息")
#define FORM_STATE       W("query the access state", "查询 CMDMP 接入状态")
#define FORM_APPL_INFO   W("application list", "终端应用程序信息")
#define FORM_MAC         W("MAC address", "终端 MAC 地址")
#define FORM_SYSTEM      W("ROM, RAM, CPU and operating system", "终端 ROM、RAM、CPU 和操作系统版本信息")
#define FORM_SOFTWARE    W("software version and name", "终端软件版本和名称")
#define FORM_NETWORK     W("VoLTE, network type, account and phone number", "终端 VoLTE 状态、网络类型、宽带账号和电话号码")
#define FORM_LOCATION    W("location", "终端位置信息")

/* The meaning of each parameter, by its ID. */
#define PARAM_DM_MODE       W("access mode", "CMDMP 接入模式")
#define PARAM_SERVER_IP     W("address of the server", "CMDMP 服务器 IP 地址")
#define PARAM_SERVER_PORT   W("UDP port of the server", "CMDMP 服务器端口")
#define PARAM_UPDATE_PERIOD W("update period: lifetime of a registration", "更新周期")
#define PARAM_APPKEY        W("key of the application", "应用密钥")
#define PARAM_PASSWORD      W("password; shown as its first four bytes", "私钥（仅显示前四位字符）")
#define PARAM_TML_TYPE      W("type of the terminal", "终端类型")
#define PARAM_TML_IMEI      W("IMEI of the terminal", "终端设备的 IMEI 号")
#define PARAM_QUERY_OPT     W("what to query", "查询选项")
#define PARAM_ERASE_OPT     W("what to erase", "擦除选项")
#define PARAM_DMSTATE       W("access state", "CMDMP 接入状态")
#define PARAM_APPL_INFO     W("applications and their use", "终端应用程序信息")
#define PARAM_MAC           W("MAC address", "终端的 MAC 地址")
#define PARAM_ROM           W("ROM", "终端的 ROM 信息")
#define PARAM_RAM           W("RAM", "终端的 RAM 信息")
#define PARAM_CPU           W("CPU", "终端的 CPU 信息")
#define PARAM_OS_SYS_VER    W("version of the operating system", "终端操作系统版本")
#define PARAM_SW_VER        W("version of the software", "终端的软件版本")
#define PARAM_SW_NAME       W("name of the software", "终端的软件名称")
#define PARAM_VOLTE         W("state of VoLTE", "终端 VoLTE 状态")
#define PARAM_NET_TYPE      W("type of the network", "终端网络类型")
#define PARAM_ACCOUNT       W("broadband account", "终端宽带账号")
#define PARAM_PHONE_NUM     W("phone number", "终端的电话号码")
#define PARAM_LOCATION      W("latitude, longitude, method", "终端的位置信息")

/* The meanings of listed values in Chinese, by ID and NAME of QDMP_VALUES. spec.def has the English texts. */
#define VALUE_DM_MODE_FORBIDDEN        "禁止接入 CMDMP"
#define VALUE_DM_MODE_ALLOWED          "允许接入 CMDMP"
#define VALUE_TML_TYPE_INTERFACE       "接口"
#define VALUE_TML_TYPE_LINUX           "Linux"
#define VALUE_TML_TYPE_ANDROID         "Android"
#define VALUE_QUERY_OPT_ACCESS_MODE    "接入模式"
#define VALUE_QUERY_OPT_SERVER         "服务器 IP 地址、端口和更新周期"
#define VALUE_QUERY_OPT_CREDENTIALS    "应用密钥、私钥、终端类型和终端 IMEI 号"
#define VALUE_QUERY_OPT_RESERVED       "预留值"
#define VALUE_ERASE_OPT_ACCESS_MODE    "接入模式"
#define VALUE_ERASE_OPT_SERVER         "服务器 IP 地址、端口和更新周期"
#define VALUE_ERASE_OPT_CREDENTIALS    "应用密钥、私钥、终端类型和终端 IMEI 号"
#define VALUE_ERASE_OPT_RESERVED       "预留值"
#define VALUE_ERASE_OPT_ALL            "以上所有信息"
#define VALUE_DMSTATE_INITIAL_STATE    "初始状态"
#define VALUE_DMSTATE_CONNECT_SUCCESS  "连接成功"
#define VALUE_DMSTATE_CONNECT_FAILED   "连接失败"
#define VALUE_DMSTATE_REG_SUCCESS      "注册成功"
#define VALUE_DMSTATE_REG_FAILED       "注册失败"
#define VALUE_DMSTATE_REG_TIMEOUT      "注册超时"
#define VALUE_DMSTATE_LIFETIME_TIMEOUT "生命周期超时"
#define VALUE_DMSTATE_UPDATE_SUCCESS   "更新成功"
#define VALUE_DMSTATE_UPDATE_FAILED    "更新失败"
#define VALUE_DMSTATE_UPDATE_TIMEOUT   "更新超时"
