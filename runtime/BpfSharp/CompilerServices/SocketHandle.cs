namespace BpfSharp.CompilerServices;

/// <summary>Stands for a kernel socket that a lookup has found. Programs never see one: each must be released, so lookups and what is done with them are in one method.</summary>
internal struct SocketHandle
{
    /// <summary>Which socket it is in a simulation.</summary>
    public long Number;
}
