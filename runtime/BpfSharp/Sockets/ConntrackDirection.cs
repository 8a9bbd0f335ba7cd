namespace BpfSharp;

/// <summary>Which way a packet of a tracked connection goes (<c>IP_CT_DIR_*</c>).</summary>
public enum ConntrackDirection
{
    /// <summary>As the first packet of the connection.</summary>
    Original = 0,

    /// <summary>Back.</summary>
    Reply = 1,
}
