namespace DdosPipeline.Classic;

/// <summary>Classes of instructions (include/uapi/linux/bpf_common.h).</summary>
public enum ClassicClass
{
    Load,
    LoadX,
    Store,
    StoreX,
    Arithmetic,
    Jump,
    Return,
    Miscellaneous,
}
